/// An ending of English words, and what takes its place.
struct EnglishEnding: Sendable {
  let text: String
  let replacement: [UInt8]
  /// The letters that may stand before it; nil for all.
  let after: [UInt8]?
  /// Whether it has to lie in R2, whatever its step says.
  let isInR2: Bool

  init(_ text: String, _ replacement: String, after: String? = nil, isInR2: Bool = false) {
    self.text = text
    self.replacement = Array(replacement.utf8)
    self.after = after.map { Array($0.utf8) }
    self.isInR2 = isInR2
  }

  static let step2 = [
    EnglishEnding("tional", "tion"), EnglishEnding("enci", "ence"), EnglishEnding("anci", "ance"),
    EnglishEnding("abli", "able"), EnglishEnding("entli", "ent"), EnglishEnding("izer", "ize"),
    EnglishEnding("ization", "ize"), EnglishEnding("ational", "ate"), EnglishEnding("ation", "ate"),
    EnglishEnding("ator", "ate"), EnglishEnding("alism", "al"), EnglishEnding("aliti", "al"),
    EnglishEnding("alli", "al"), EnglishEnding("fulness", "ful"), EnglishEnding("ousli", "ous"),
    EnglishEnding("ousness", "ous"), EnglishEnding("iveness", "ive"), EnglishEnding("iviti", "ive"),
    EnglishEnding("biliti", "ble"), EnglishEnding("bli", "ble"),
    EnglishEnding("ogi", "og", after: "l"), EnglishEnding("fulli", "ful"),
    EnglishEnding("lessli", "less"), EnglishEnding("li", "", after: "cdeghkmnrt"),
  ]

  static let step3 = [
    EnglishEnding("tional", "tion"), EnglishEnding("ational", "ate"), EnglishEnding("alize", "al"),
    EnglishEnding("icate", "ic"), EnglishEnding("iciti", "ic"), EnglishEnding("ical", "ic"),
    EnglishEnding("ful", ""), EnglishEnding("ness", ""), EnglishEnding("ative", "", isInR2: true),
  ]

  static let step4 =
    [
      "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism", "ate",
      "iti", "ous", "ive", "ize",
    ].map { EnglishEnding($0, "") } + [EnglishEnding("ion", "", after: "st")]
}

extension [EnglishEnding] {
  /// The longest of these that a word ends with, as a list of one, or none.
  func match(_ word: [UInt8]) -> [EnglishEnding] {
    let all = filter { word.hasSuffix($0.text) }
    return all.max { $0.text.utf8.count < $1.text.utf8.count }.map { [$0] } ?? []
  }
}

extension [UInt8] {
  /// Whether the bytes end with those of `ending`.
  func hasSuffix(_ ending: String) -> Bool { suffix(ending.utf8.count).elementsEqual(ending.utf8) }
}
