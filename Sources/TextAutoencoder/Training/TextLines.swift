import FileFormats
import Foundation

/// Texts in memory as a file of lines, for a training that reads files.
struct TextLines {
  let path: String

  /// Writes each text on a line of its own; a line break inside a text becomes a space.
  init(_ texts: [String], at path: String) throws(FileError) {
    let file = try AtomicFile(path: path)
    for text in texts {
      try file.write(text.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n")
    }
    try file.commit()
    self.path = path
  }

  /// Removes the file; the token file has all that training needs.
  func remove() {
    // A text that cannot be removed is harmless.
    try? FileManager.default.removeItem(atPath: path)
  }
}
