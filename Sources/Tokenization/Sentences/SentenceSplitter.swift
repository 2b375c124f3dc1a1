/// Splits a text into sentences by plain rules.
///
///     SentenceSplitter.sentences(of: "Dr. Smith paid 3.50. \"Why?\" she asked. He left.")
///     // ["Dr. Smith paid 3.50.", "\"Why?\" she asked.", "He left."]
///
/// A sentence ends at a full stop, question mark, exclamation mark or ellipsis, with the quotes and
/// brackets that close behind it, if white space follows and then anything but a small letter. In a text
/// without capitals a small letter may follow; so it may behind a mark with a space before it, as
/// tokenized text has them. It does not end at titles and other abbreviations, initials, and numbers as
/// in "No. 5". Chinese and Japanese marks need no space. An empty line always ends a sentence.
public enum SentenceSplitter {
  /// The sentences in order, without white space around them; none is empty.
  public static func sentences(of text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let hasCapitals = scalars.contains { $0.properties.isUppercase }
    var sentences: [String] = []
    var start = 0
    func finish(_ end: Int) {
      let sentence = scalars[start..<end].trimmingSpaces
      if !sentence.isEmpty { sentences.append(String(String.UnicodeScalarView(sentence))) }
      start = end
    }
    var place = 0
    while place < scalars.count {
      let first = place
      place += 1
      if isEmptyLine(scalars, at: first) {
        finish(first)
      } else if isMark(scalars[first]) {
        while place < scalars.count, isMark(scalars[place]) || isClosing(scalars[place]) {
          place += 1
        }
        if isWide(scalars[first])
          || endsSentence(scalars, first..<place, from: start, hasCapitals: hasCapitals)
        {
          finish(place)
        }
      }
    }
    finish(scalars.count)
    return sentences
  }

  /// Whether a sentence ends with some marks and what closes behind them.
  private static func endsSentence(
    _ scalars: [Unicode.Scalar], _ marks: Range<Int>, from start: Int, hasCapitals: Bool
  ) -> Bool {
    guard marks.upperBound < scalars.count, isSpace(scalars[marks.upperBound]) else {
      return false
    }
    let rest = scalars[marks.upperBound...].drop(while: isSpace)
    guard let next = rest.drop(while: isOpening).first else { return true }
    let isDetached = marks.lowerBound > start && isSpace(scalars[marks.lowerBound - 1])
    if next.properties.isLowercase, hasCapitals, !isDetached { return false }
    guard scalars[marks.lowerBound] == ".", marks.count == 1, !isDetached else { return true }
    var wordStart = marks.lowerBound
    while wordStart > start, !isSpace(scalars[wordStart - 1]) { wordStart -= 1 }
    let word = scalars[wordStart..<marks.lowerBound].drop(while: isOpening)
    return !Abbreviations.mayGoOn(
      String(String.UnicodeScalarView(word)),
      before: String(String.UnicodeScalarView(rest.prefix { !isSpace($0) })))
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "." || scalar == "?" || scalar == "!" || scalar == "\u{2026}" || isWide(scalar)
  }

  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\u{3002}" || scalar == "\u{FF01}" || scalar == "\u{FF1F}"
  }

  private static func isClosing(_ scalar: Unicode.Scalar) -> Bool {
    "\"'\u{2019}\u{201D}\u{BB})]\u{300D}\u{300F}\u{FF09}".unicodeScalars.contains(scalar)
  }

  private static func isOpening(_ scalar: Unicode.Scalar) -> Bool {
    "\"'\u{2018}\u{201C}\u{AB}([\u{201E}".unicodeScalars.contains(scalar)
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

  /// Whether a line feed begins a line of nothing but spaces.
  private static func isEmptyLine(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
    guard scalars[place] == "\n" else { return false }
    let rest = scalars[(place + 1)...].drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    return rest.first == "\n"
  }
}

extension ArraySlice<Unicode.Scalar> {
  /// Without the white space at both ends.
  fileprivate var trimmingSpaces: Self {
    let rest = drop { $0.properties.isWhitespace }
    guard let last = rest.lastIndex(where: { !$0.properties.isWhitespace }) else { return [] }
    return rest[...last]
  }
}
