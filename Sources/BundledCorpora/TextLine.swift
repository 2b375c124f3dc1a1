import Foundation

/// One non-empty line of a data file, with its place.
struct TextLine {
  let path: String
  let number: Int
  let text: String

  var isIndented: Bool { text.hasPrefix(" ") }

  /// The line split at its first space: the keyword and the rest, both trimmed.
  var keywordAndRest: (keyword: String, rest: String) {
    let trimmed = text.trimmingCharacters(in: .whitespaces)
    guard let space = trimmed.firstIndex(of: " ") else { return (trimmed, "") }
    return (
      String(trimmed[..<space]),
      String(trimmed[trimmed.index(after: space)...]).trimmingCharacters(in: .whitespaces)
    )
  }

  func malformed(expected: String) -> CorpusError {
    .malformedLine(path: path, line: number, found: text, expected: expected)
  }
}
