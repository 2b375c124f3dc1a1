import CommandLineKit
import FileFormats
import Foundation

/// Standard input on disk, because vocabulary and token ids need a pass each.
struct StandardInputCopy {
  /// The corpora with the copy in the place of `-`.
  let corpora: [String]
  private let path: String?

  /// Copies standard input beside `output` if it is one of `corpora`.
  ///
  /// With `mayBeEmpty` a standard input without a byte, or a terminal, leaves no corpora at all, so that a run
  /// can be resumed without its text.
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
    path = copy
    self.corpora = corpora.map { $0 == "-" ? copy : $0 }
  }

  /// Removes the copy; the token file holds all that training needs.
  func remove() {
    guard let path else { return }
    // A copy that stays behind does no harm: the next run replaces it.
    try? FileManager.default.removeItem(atPath: path)
  }
}
