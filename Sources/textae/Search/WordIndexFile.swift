import CommandLineKit
import FileFormats
import LexicalSearch
import VectorSearch

/// The words of the sentences of an index of vectors, in a file of its own beside it.
///
/// The file knows the fingerprint of that index. So whatever replaces the index, words of other
/// sentences are never taken for its own. Words of an index that takes the place of another wait under
/// a second name until it has: at any moment the index that is there has its words.
enum WordIndexFile {
  /// Where the words of an index are.
  static func path(of index: String) -> String { Paths.withoutFinalSlashes(index) + ".words" }

  /// Where words wait for an index that is to take the place of another one.
  static func waitingPath(of index: String) -> String { path(of: index) + ".new" }

  /// Removes the words of an index.
  static func remove(of index: String) {
    FileDescriptor.remove(path(of: index))
    if LexicalIndex.isAt(waitingPath(of: index)) { FileDescriptor.remove(waitingPath(of: index)) }
  }

  /// Gives waiting words their name if the index that they wait for is there, and removes them if it
  /// did not come.
  static func settle(_ index: String) throws {
    let waiting = waitingPath(of: index)
    guard LexicalIndex.isAt(waiting) else { return }
    if isWords(waiting, of: try? fingerprint(of: index)) {
      try FileDescriptor.rename(waiting, to: path(of: index))
    } else {
      FileDescriptor.remove(waiting)
    }
  }

  private static func isWords(_ path: String, of fingerprint: UInt64?) -> Bool {
    fingerprint != nil && (try? LexicalIndex(path: path))?.partner == fingerprint
  }

  /// What changes whenever an index does: a checksum of its manifest, or of the header of an index in
  /// a single file, which has those of its content.
  static func fingerprint(of index: String) throws -> UInt64 {
    guard MappedIndex.isFolder(index) else {
      let file = try MappedFile(path: index)
      return file.checksum(0..<min(file.count, 512))
    }
    let file = try MappedFile(path: MappedIndex.manifest(of: index))
    return file.checksum(0..<file.count)
  }

  /// Opens the words of an index; nil if there are none, or with a warning those of another one.
  static func open(of index: String, console: Console) throws -> LexicalIndex? {
    let path = path(of: index)
    let fingerprint = try fingerprint(of: index)
    let waiting = waitingPath(of: index)
    if Paths.exists(waiting), isWords(waiting, of: fingerprint) {
      return try LexicalIndex(path: waiting)
    }
    guard Paths.exists(path) else { return nil }
    let words = try LexicalIndex(path: path)
    guard words.partner == fingerprint else {
      console.warn(
        "\(path) has the words of another index, or of this one before it was changed, and is left out; "
          + "'textae index build' makes it anew"
      )
      return nil
    }
    return words
  }
}
