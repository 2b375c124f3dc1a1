import Foundation
import BundledCorpora

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

/// A folder of frame files that is removed with the value.
final class FrameFolder {
  let path: String

  init(frames: String, lexicon: String = "") throws {
    path = NSTemporaryDirectory() + "frames-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try write(frames, "test.frames")
    try write(lexicon, "lexicon.txt")
  }

  func write(_ text: String, _ name: String) throws {
    try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
