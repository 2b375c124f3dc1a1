/// Tokens that are found in a text as they are spelled, before the model sees it.
///
/// That is what Hugging Face tokenizers do: a literal `</s>` in a text becomes the token that ends
/// a sentence. Remove such words from text of unknown origin if that is not wanted.
struct AddedTokens: Equatable, Sendable {
  /// Every vocabulary that is built here begins with these, in this order.
  static let required = ["<pad>", "<unk>", "<s>", "</s>", "<blank>"]

  /// One of them.
  struct Entry: Equatable, Sendable {
    let content: [UInt8]
    let id: UInt32
    /// Whether decoding leaves it out.
    var isSpecial = true
    /// Whether it is looked for in the normalized text.
    var isNormalized = false
    /// Whether it must not stand beside a letter or digit.
    var isWord = false
    /// Whether it takes white space on either side with it.
    var stripsLeft = false, stripsRight = false

    /// Whether it is spelled out anywhere in the text as it is, and nothing else is asked for.
    var isPlain: Bool { isSpecial && !isNormalized && !isWord && !stripsLeft && !stripsRight }
  }

  /// In the order of the file.
  let entries: [Entry]
  /// Those that are looked for in the text as it is.
  private let raw: Matcher
  /// Those that are looked for in the normalized text.
  private let normalized: Matcher

  init(_ entries: [Entry], normalizer: NormalizerPipeline = NormalizerPipeline([])) {
    self.entries = entries
    raw = Matcher(entries.filter { !$0.isNormalized }.map { ($0.content, $0) })
    normalized = Matcher(
      entries.filter(\.isNormalized).map { entry in
        let text = String(decoding: entry.content, as: UTF8.self)
        return (Array(normalizer.applied(to: text).utf8), entry)
      })
  }

  static let standard = AddedTokens(
    required.enumerated().map { Entry(content: Array($1.utf8), id: UInt32($0)) })

  /// The byte that all of them begin with, if there is only one and a text without it has none.
  var onlyFirstByte: UInt8? {
    guard entries.allSatisfy(\.isPlain) else { return nil }
    let first = raw.isFirstByte.indices.filter { raw.isFirstByte[$0] }
    return first.count == 1 ? UInt8(first[0]) : nil
  }

  /// Whether decoding leaves an id out.
  func containsSpecial(id: UInt32) -> Bool {
    entries.contains { $0.id == id && $0.isSpecial }
  }

  /// A piece of text, or a token in its place.
  struct Piece {
    let range: Range<Int>
    /// The token; nil for text.
    let id: UInt32?
  }

  /// Cuts a text at the tokens in it; there are no empty pieces of text.
  func pieces(of text: [UInt8], isNormalized: Bool) -> [Piece] {
    let matcher = isNormalized ? normalized : raw
    var pieces: [Piece] = []
    var done = 0
    var position = 0
    while let (found, entry) = matcher.firstMatch(in: text, from: position) {
      position = found.upperBound
      if entry.isWord, !Words.standsAlone(found, in: text) { continue }
      var range = found
      if entry.stripsLeft {
        range = max(done, Words.start(ofSpaceBefore: found.lowerBound, in: text))..<range.upperBound
      }
      if entry.stripsRight {
        range = range.lowerBound..<Words.end(ofSpaceAt: found.upperBound, in: text)
      }
      if range.lowerBound > done { pieces.append(Piece(range: done..<range.lowerBound, id: nil)) }
      pieces.append(Piece(range: range, id: entry.id))
      done = range.upperBound
      position = max(position, done)
    }
    if done < text.count { pieces.append(Piece(range: done..<text.count, id: nil)) }
    return pieces
  }
}

extension AddedTokens {
  /// Finds the leftmost of some byte strings, and of those the longest.
  private struct Matcher: Equatable {
    /// By their first byte, the longest first.
    private var patterns: [UInt8: [(content: [UInt8], entry: Entry)]] = [:]
    private(set) var isFirstByte = [Bool](repeating: false, count: 256)

    init(_ all: [(content: [UInt8], entry: Entry)]) {
      for pattern in all {
        guard let first = pattern.content.first else { continue }
        isFirstByte[Int(first)] = true
        patterns[first, default: []].append(pattern)
      }
      for first in patterns.keys { patterns[first]?.sort { $0.content.count > $1.content.count } }
    }

    func firstMatch(in text: [UInt8], from start: Int) -> (range: Range<Int>, entry: Entry)? {
      guard start < text.count else { return nil }
      for index in start..<text.count where isFirstByte[Int(text[index])] {
        let rest = text[index...]
        if let found = patterns[text[index]]?.first(where: { rest.starts(with: $0.content) }) {
          return (index..<index + found.content.count, found.entry)
        }
      }
      return nil
    }

    static func == (first: Self, second: Self) -> Bool {
      first.isFirstByte == second.isFirstByte
        && first.patterns.mapValues { $0.map(\.entry) }
          == second.patterns.mapValues { $0.map(\.entry) }
    }
  }

  /// What surrounds a token in a text.
  private enum Words {
    /// Whether there is no letter, digit or underscore directly before or behind a range.
    static func standsAlone(_ range: Range<Int>, in text: [UInt8]) -> Bool {
      let before = text[..<range.lowerBound].suffix(4)
      let after = text[range.upperBound...].prefix(4)
      return !isWord(String(decoding: before, as: UTF8.self).unicodeScalars.last)
        && !isWord(String(decoding: after, as: UTF8.self).unicodeScalars.first)
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
      scalar.map { ScalarClass.of($0.value).contains(.word) } ?? false
    }

    static func start(ofSpaceBefore end: Int, in text: [UInt8]) -> Int {
      var scalars = String(decoding: text[..<end], as: UTF8.self).unicodeScalars[...]
      while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
      return String(scalars).utf8.count
    }

    static func end(ofSpaceAt start: Int, in text: [UInt8]) -> Int {
      let scalars = String(decoding: text[start...], as: UTF8.self).unicodeScalars
      return start + String(scalars.prefix { $0.properties.isWhitespace }).utf8.count
    }
  }
}
