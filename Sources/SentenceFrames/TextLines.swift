import Foundation

/// One non-empty line of a data file, with where it stands.
struct TextLine {
  let path: String
  let number: Int
  let text: String

  var isIndented: Bool { text.hasPrefix(" ") }

  /// The line split at its first space: keyword and what follows, both trimmed.
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

/// Reads the small, hand-written data files of a corpus.
enum TextLines {
  /// The lines of a file without empty ones and, if `comments`, without those that begin with `#`.
  static func read(_ path: String, comments: Bool) throws(CorpusError) -> [TextLine] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .unreadable(path: path)
    }
    var lines: [TextLine] = []
    let pieces = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, piece) in pieces.enumerated() {
      guard piece.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else {
        throw .notASCII(path: path, line: index + 1)
      }
      let line = TextLine(
        path: path, number: index + 1, text: String(decoding: piece, as: UTF8.self))
      let content = line.text.drop { $0 == " " }
      if content.isEmpty || (comments && content.hasPrefix("#")) { continue }
      lines.append(line)
    }
    return lines
  }

  /// The files of a folder with an extension, sorted by the bytes of their names.
  static func files(in directory: String, fileExtension: String) throws(CorpusError) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      throw .unreadable(path: directory)
    }
    let chosen = names.filter { $0.hasSuffix("." + fileExtension) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard !chosen.isEmpty else {
      throw .nothingFound(directory: directory, fileExtension: fileExtension)
    }
    return chosen.map { directory + "/" + $0 }
  }
}
