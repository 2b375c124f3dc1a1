import FileFormats

/// How much of a corpus has been read.
public struct CorpusProgress: Equatable, Sendable {
  /// Bytes of text, after decompression.
  public var bytes = 0
  /// Lines, empty ones included.
  public var lines = 0
}

/// Asked after every block whether to go on; false stops the work with `TokenizerError.cancelled`.
public typealias CorpusProgressHandler = (CorpusProgress) -> Bool

/// Reads corpora of any size one after the other, in blocks of whole lines.
///
/// A corpus is plain text, one sentence per line, or a table with a column of sentences; compressed
/// or not; or `-`, which is standard input.
final class CorpusReader {
  /// Small enough to keep all threads busy to the end, large enough to make locking cheap.
  static let blockSize = 1 << 18

  private var rest: [(path: String, format: CorpusFormat)]
  private var current: CorpusLineReader?
  private let handler: CorpusProgressHandler?
  private var sum = Checksum()
  private(set) var progress = CorpusProgress()

  /// Opens the first corpus; the others are opened when they are reached.
  ///
  /// Those of `paths` have the given format, and `texts`, which come after them, one sentence a line.
  init(
    _ paths: [String], format: CorpusFormat, texts: [String] = [],
    progress handler: CorpusProgressHandler?
  ) throws {
    rest = (paths.map { ($0, format) } + texts.map { ($0, .lines) }).reversed()
    self.handler = handler
    current = try openNext()
  }

  /// A checksum of all lines read so far.
  var checksum: UInt64 { sum.value }

  /// The next block of the current corpus, or of the one after it; nil at the end of the last.
  func next() throws -> LineBlock? {
    while let reader = current {
      if let block = try reader.nextBlock(minimumBytes: Self.blockSize) {
        try Self.checkEncoding(block, path: reader.path)
        sum.update(block.bytes)
        progress.bytes += block.bytes.count
        progress.lines += block.lineCount
        if let handler, !handler(progress) { throw TokenizerError.cancelled }
        return block
      }
      current = try openNext()
    }
    return nil
  }

  /// Text in another encoding would silently be learned as replacement characters.
  private static func checkEncoding(_ block: LineBlock, path: String) throws(FileError) {
    do {
      _ = try UTF8Span(validating: block.bytes.span)
    } catch {
      let before = block.bytes[..<error.byteOffsets.lowerBound]
      let line = block.firstLine + before.count { $0 == UInt8(ascii: "\n") }
      throw .notUTF8(path: path, line: line)
    }
  }

  private func openNext() throws -> CorpusLineReader? {
    try rest.popLast().map { try CorpusLineReader(path: $0.path, format: $0.format) }
  }
}
