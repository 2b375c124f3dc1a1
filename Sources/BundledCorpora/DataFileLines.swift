import Foundation

/// Reads the small, hand-written data files of a corpus.
enum DataFileLines {
  /// The lines of a file that are not empty and, if it has `comments`, do not begin with `#`.
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
