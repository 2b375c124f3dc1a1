import CommandLineKit
import FileFormats
import Foundation

/// A copy of standard input on disk, because the corpus is read twice: for vocabulary and token
/// ids.
struct StandardInputCopy {
  /// The corpora, with the copy in place of `-`.
  let corpora: [String]
  private let path: String?

  /// Copies standard input to a file beside `output` if it is one of `corpora`.
  ///
  /// With `mayBeEmpty`, an empty standard input or a terminal leaves no corpora at all, so that a
  /// run can be resumed without its text.
  init(corpora: [String], output: String, mayBeEmpty: Bool) throws {
    let readsInput = corpora.contains("-")
    let isOptional = mayBeEmpty && corpora == ["-"]
    guard readsInput, !(isOptional && Terminal.isInteractive) else {
      (self.corpora, path) = (readsInput ? [] : corpora, nil)
      return
    }
    let copy = output + ".stdin"
    let file = try AtomicFile(path: copy)
    let reader = try LineReader(path: "-")
    while let block = try reader.nextBlock() {
      try Interrupt.check()
      try file.write(block.bytes)
    }
    if isOptional, file.count == 0 {
      (self.corpora, path) = ([], nil)
      return
    }
    try file.commit()
    StandIn.add(copy)
    path = copy
    self.corpora = corpora.map { $0 == "-" ? copy : $0 }
  }

  /// Removes the copy; the token file has all that training needs.
  func remove() {
    guard let path else { return }
    // A copy that cannot be removed is harmless: the next run replaces it.
    try? FileManager.default.removeItem(atPath: path)
  }
}
