/// A word or a mark of a sentence, as it is written.
///
/// Letters, digits, apostrophes and low lines make a word; any other character is a mark of its own.
public struct WrittenWord: Hashable, Sendable {
  /// How it is written.
  public var text: String
  /// Whether a space comes before it.
  public var isSpaced: Bool

  /// A word, with or without a space before it.
  public init(_ text: String, isSpaced: Bool = true) {
    self.text = text
    self.isSpaced = isSpaced
  }

  /// What tells words apart: the text in lower case.
  public var key: String { text.lowercased() }

  /// Whether it is a word, and not a mark.
  public var isWord: Bool { text.unicodeScalars.first.map(Self.isOfWords) ?? false }

  /// The words and marks of a text in order.
  public static func all(in text: String) -> [WrittenWord] {
    var words: [WrittenWord] = []
    var current = ""
    var isSpaced = false
    func finish() {
      guard !current.isEmpty else { return }
      words.append(WrittenWord(current, isSpaced: isSpaced))
      (current, isSpaced) = ("", false)
    }
    for character in text {
      if character.isWhitespace {
        finish()
        isSpaced = true
      } else if character.unicodeScalars.first.map(isOfWords) ?? false {
        current.append(character)
      } else {
        finish()
        words.append(WrittenWord(String(character), isSpaced: isSpaced))
        isSpaced = false
      }
    }
    finish()
    return words
  }

  /// Calls `body` with the keys of the words and marks of a text in order; faster than ``all(in:)``.
  package static func forEachKey(in text: String, _ body: (String) -> Void) {
    let bytes = Array(text.lowercased().utf8)
    guard bytes.allSatisfy({ $0 < 0x80 }) else {
      for word in all(in: text) { body(word.key) }
      return
    }
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, isOfWords(Unicode.Scalar(bytes[end])) { end += 1 }
      if end == start { end += 1 }
      // Spaces of ASCII; a word is never one of them.
      if bytes[start] != 0x20, !(0x09...0x0D).contains(bytes[start]) {
        body(String(decoding: bytes[start..<end], as: UTF8.self))
      }
      start = end
    }
  }

  /// The text of words, with spaces where they belong: always between two words, never at the start.
  public static func text(of words: some Collection<WrittenWord>) -> String {
    var text = ""
    var followsWord = false
    for word in words {
      if word.isSpaced || followsWord && word.isWord, !text.isEmpty { text += " " }
      text += word.text
      followsWord = word.isWord
    }
    return text
  }

  private static func isOfWords(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "'", "’", "_": true
    default: scalar.value >= 0x80 && scalar.properties.isAlphabetic
    }
  }
}
