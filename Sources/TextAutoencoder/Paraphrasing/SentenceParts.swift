import LanguageModel

/// A sentence in three parts: the marks before its first word, its words, and the marks after the last.
///
/// Marks between the words, such as commas, belong to the words.
struct SentenceParts {
  /// The marks before the first word, such as a quotation mark.
  let start: [WrittenWord]
  /// The words, written as inside a sentence: the first is in lower case, with a space before it.
  let inside: [WrittenWord]
  /// The marks after the last word.
  let end: [WrittenWord]
  /// Whether the first word is written with a capital, and with a space before it.
  let first: (isCapitalized: Bool, isSpaced: Bool)

  init(_ text: String) {
    let all = WrittenWord.all(in: text)
    guard let begin = all.firstIndex(where: \.isWord), let last = all.lastIndex(where: \.isWord)
    else {
      (start, inside, end, first) = (all, [], [], (false, false))
      return
    }
    (start, end) = (Array(all[..<begin]), Array(all[(last + 1)...]))
    let word = all[begin]
    first = (word.text.first?.isUppercase ?? false, word.isSpaced)
    var words = Array(all[begin...last])
    words[0].isSpaced = true
    let isName =
      word.key == "i" || word.key.hasPrefix("i'") || word.key.hasPrefix("i’")
      || word.text.dropFirst().contains(where: \.isUppercase)
    if !isName { words[0].text = word.key }
    inside = words
  }

  /// The quotation marks and brackets that lack their partner among the keys of words and marks, in order.
  static func unmatchedMarks(_ keys: [String]) -> [String] {
    var open: [String] = []
    for key in keys {
      if let opening = openings[key] {
        if open.last == opening { open.removeLast() } else { open.append(key) }
      } else if openingMarks.contains(key) {
        open.append(key)
      }
    }
    return open
  }

  /// The opening mark of each closing one. A straight quotation mark is both.
  private static let openings = [
    "\"": "\"", ")": "(", "]": "[", "}": "{", "”": "“", "»": "«",
  ]
  private static let openingMarks = Set(openings.values)
}
