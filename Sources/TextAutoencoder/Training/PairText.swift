import FileFormats
import Foundation

/// A table of pairs as text: the sentences of a pair on two lines, one after the other.
struct PairText {
  let path: String

  /// Writes the text of a table with two columns, which may end in `.gz`.
  ///
  /// - Throws: `FileError` for a row that is not a pair, and for a table without rows.
  init(of table: String, at path: String) throws(FileError) {
    let reader = try DelimitedReader(path: table, notation: .tabs)
    let file = try AtomicFile(path: path)
    while let fields = try reader.next() {
      guard fields.count == 2, fields.allSatisfy({ $0.contains { !$0.isWhitespace } }) else {
        throw .malformed(
          path: table, line: reader.lineNumber,
          reason: "a pair is two sentences with a tab between them")
      }
      try file.write(fields[0] + "\n" + fields[1] + "\n")
    }
    guard reader.lineNumber > 0 else {
      throw .malformed(path: table, line: nil, reason: "no pairs")
    }
    try file.commit()
    self.path = path
  }

  /// Removes the text; the token file has all that training needs.
  func remove() {
    // A text that cannot be removed is harmless: the next run replaces it.
    try? FileManager.default.removeItem(atPath: path)
  }
}
