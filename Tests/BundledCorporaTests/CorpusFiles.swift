import BundledCorpora
import Foundation
import TestSupport

/// The corpora of this checkout, read and expanded once for all tests.
enum CorpusFiles {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "corpora").path(percentEncoded: false)

  static let frames = Result { try FrameCorpus(directory: root + "/frames") }
  static let bundled = Result { try BundledCorpus(directory: root) }
  static let expansion = Result { try frames.get().expand(count: 40_000, seed: 1) }

  /// Lower-cased runs of letters and digits.
  static func words(_ sentence: String) -> [String] {
    sentence.lowercased().utf8.split { byte in
      !(byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
        && !(byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }.map { String(decoding: $0, as: UTF8.self) }
  }
}

extension TemporaryFolder {
  /// A folder with one file of frames and a lexicon.
  convenience init(frames: String, lexicon: String = "") throws {
    try self.init()
    try write(frames, to: "test.frames")
    try write(lexicon, to: "lexicon.txt")
  }
}
