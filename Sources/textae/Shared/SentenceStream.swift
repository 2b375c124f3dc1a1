import CommandLineKit
import FileFormats

/// The sentences of some files, one a line, read in groups so that memory stays constant.
struct SentenceStream {
  private var paths: ArraySlice<String>
  private var reader: LineReader?

  /// Reads `paths` one after the other; `-` is standard input, and so is an empty list.
  init(paths: [String]) {
    self.paths = paths.isEmpty ? ["-"] : paths[...]
  }

  /// The next sentences, at most `count` of them and about a megabyte; nil after the last.
  mutating func next(_ count: Int) throws -> [String]? {
    var sentences: [String] = []
    var bytes = 0
    while sentences.count < count, bytes < 1 << 20, let sentence = try nextSentence() {
      bytes += sentence.utf8.count
      sentences.append(sentence)
    }
    return sentences.isEmpty ? nil : sentences
  }

  /// The next sentence; nil after the last.
  mutating func nextSentence() throws -> String? {
    while true {
      if let reader {
        if let line = try reader.next() { return try Self.text(line, of: reader) }
        self.reader = nil
      }
      guard let path = paths.popFirst() else { return nil }
      reader = try LineReader(path: path)
    }
  }

  private static func text(_ bytes: [UInt8], of reader: LineReader) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError.malformed(
        path: reader.path, line: reader.lineNumber,
        reason: "not valid UTF-8; convert the file, for example with iconv")
    }
    return text
  }
}
