/// How well a tokenizer knows the words of a text: which are tokens, and which fall into pieces.
///
/// ```swift
/// var fit = VocabularyFit(of: tokenizer)
/// fit.add("Der Zug kommt heute wieder einmal zu spät.")
/// print(fit.isOtherLanguage)
/// ```
/// With byte pairs any text has tokens, but a word that falls into many of them is read by its letters
/// and not by its meaning. A text of another language, or of another script, is nearly all like that.
public struct VocabularyFit: Sendable {
  /// How many letters have been looked at, in words that tell something.
  public private(set) var letters = 0
  /// How many of them are in words that are tokens.
  public private(set) var knownLetters = 0
  private let tokenizer: Tokenizer

  /// Shorter words of the Latin alphabet tell little: many are words of several languages.
  private static let shortestWord = 4
  /// With fewer letters there is no telling.
  private static let fewestLetters = 40
  /// The letters that a character of Chinese, Japanese or Korean stands for.
  private static let lettersOfCharacter = 5
  /// The least share of the letters of English text that are in words which are tokens, for small
  /// vocabularies too. Texts of other languages stay below half of it.
  private static let leastShare = 0.3

  /// Nothing yet of a text for a tokenizer.
  public init(of tokenizer: Tokenizer) { self.tokenizer = tokenizer }

  /// Adds the words of a text.
  public mutating func add(_ text: String) {
    for word in Self.words(of: text) {
      guard word.unicodeScalars.count >= Self.shortestWord || !Self.isLatin(word) else { continue }
      let count = Self.letters(of: word)
      letters += count
      if pieces(of: word) == 1 { knownLetters += count }
    }
  }

  /// Whether most words of the text are unknown, as in another language; false while there is no telling.
  public var isOtherLanguage: Bool {
    letters >= Self.fewestLetters && Double(knownLetters) < Self.leastShare * Double(letters)
  }

  /// The words of a text that fall into three pieces or more of fewer than three letters on average, in
  /// order, each once. They are read by their letters.
  public func fragmentedWords(of text: String) -> [String] {
    var found: [String] = []
    for word in Self.words(of: text) where !found.contains(word) {
      guard let pieces = pieces(of: word), pieces >= 3 else { continue }
      if word.unicodeScalars.count < 3 * pieces { found.append(word) }
    }
    return found
  }

  /// How many tokens a word has inside a sentence; nil if one of them stands for unknown text.
  private func pieces(of word: String) -> Int? {
    // Some byte pairs tell the first word of a sentence from the others by the space before it.
    let counts = [word, " " + word].map(tokenCount)
    return counts.compactMap(\.self).min()
  }

  private func tokenCount(_ text: String) -> Int? {
    let ids = tokenizer.encode(text)
    guard !ids.contains(where: { $0 == tokenizer.unknownID }) else { return nil }
    return ids.count { !tokenizer.isSpecial($0) }
  }

  /// The runs of letters, with the marks on them.
  private static func words(of text: String) -> [String] {
    var (words, word) = ([String](), String.UnicodeScalarView())
    for scalar in text.unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark {
        word.append(scalar)
      } else if !word.isEmpty {
        words.append(String(word))
        word = String.UnicodeScalarView()
      }
    }
    if !word.isEmpty { words.append(String(word)) }
    return words
  }

  /// How many letters a word has; a character of Chinese, Japanese or Korean says as much as several.
  private static func letters(of word: String) -> Int {
    word.unicodeScalars.reduce(0) { sum, scalar in
      let isSyllable =
        (0x3040...0x30FF).contains(scalar.value)
        || (0xAC00...0xD7A3).contains(scalar.value)
      return sum + (isSyllable || scalar.properties.isIdeographic ? lettersOfCharacter : 1)
    }
  }

  private static func isLatin(_ word: String) -> Bool {
    word.unicodeScalars.allSatisfy { $0.value < 0x250 || (0x1E00...0x1EFF).contains($0.value) }
  }
}
