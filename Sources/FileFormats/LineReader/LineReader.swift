import Foundation

/// Reads a file line by line as raw bytes: any size in constant memory, at the speed of `memchr`.
///
///     let reader = try LineReader(path: "corpus.txt.gz")
///     while let line = try reader.next() {
///       print(reader.lineNumber, line.count)
///     }
///
/// The path `-` is standard input, and what is compressed is read through `gzip`, `bzip2`, `xz` or
/// `zstd`. Lines end with LF or CRLF, which are removed; the last line may lack its end. They end with
/// CR, as old programs for the Mac write it, if that is all there is in the first megabyte. A byte
/// order mark at the beginning is removed. Other bytes are passed on as they are: NUL and invalid UTF-8
/// are left to the caller.
///
/// Not safe to share between threads; hand out blocks (`nextBlock`) to work in parallel.
public final class LineReader {
  /// The longest line that is accepted, in bytes: 16 MB.
  public static let lineLimit = 16_000_000
  /// The most bytes of the buffer: room for the longest line and some more.
  private static let bufferLimit = (16 << 20) - 4_096
  /// How many bytes decide whether lines end with CR alone.
  private static let lineEndWindow = 1 << 20

  /// The path as it was given, `standard input` for `-`.
  public let path: String
  /// The number of the last line handed out, counted from 1; 0 before the first.
  public private(set) var lineNumber = 0

  private let source: ByteSource
  private let chunk: Int
  /// Bytes `start ..< end` have been read from the source and not been handed out.
  var buffer: [UInt8]
  var start = 0
  var end = 0
  private var isAtStart = true
  private var isAtEnd = false
  /// Whether lines end with CR alone.
  private var hasReturns = false

  /// Opens a file; `bufferSize` is how many bytes are read at once.
  ///
  /// - Throws: `FileError` if the file is missing, a folder or not readable.
  public convenience init(path: String, bufferSize: Int = 1 << 20) throws(FileError) {
    self.init(source: try ByteSource(path: path), bufferSize: bufferSize)
  }

  /// Reads what is left of a source that is already open.
  init(source: ByteSource, bufferSize: Int = 1 << 20) {
    precondition(bufferSize > 0, "buffer of \(bufferSize) bytes")
    self.source = source
    self.path = source.path
    chunk = bufferSize
    buffer = [UInt8](repeating: 0, count: bufferSize)
  }

  /// The bytes of the next line without its end, or nil after the last one.
  public func next() throws(FileError) -> [UInt8]? {
    guard let line = try nextRange() else { return nil }
    return Array(buffer[line])
  }

  /// Whether the next line is still to be written by somebody: none has been read as a whole, and there is
  /// nothing to read now.
  var wouldWait: Bool {
    !isAtEnd && lineEnd(in: start..<end) == nil && source.wouldWait
  }

  /// Passes every line that is left to `body`, with its number.
  public func forEach(_ body: (Span<UInt8>, Int) throws -> Void) throws {
    while let line = try nextRange() {
      let bytes = buffer
      try body(bytes.span.extracting(line), lineNumber)
    }
  }

  /// The next lines, whole, until they make up at least `minimumBytes`; nil after the last one.
  ///
  /// Every line of the file is in exactly one block, in order. The blocks do not depend on anything
  /// but the bytes of the file and `minimumBytes`.
  public func nextBlock(minimumBytes: Int = 1 << 20) throws(FileError) -> LineBlock? {
    let first = lineNumber + 1
    var bytes: [UInt8] = []
    bytes.reserveCapacity(minimumBytes + 4096)
    while bytes.count < minimumBytes, let line = try nextRange() {
      bytes.append(contentsOf: buffer[line])
      bytes.append(UInt8(ascii: "\n"))
    }
    return lineNumber < first
      ? nil : LineBlock(bytes: bytes, firstLine: first, lineCount: lineNumber - first + 1)
  }

  /// Where the next line lies in the buffer.
  private func nextRange() throws(FileError) -> Range<Int>? {
    if isAtStart {
      try skipByteOrderMark()
      try chooseLineEnd()
    }
    var searched = start
    while true {
      if let newline = lineEnd(in: searched..<end) {
        return try take(upTo: newline, next: newline + 1)
      }
      searched = end
      if isAtEnd {
        return start < end ? try take(upTo: end, next: end) : nil
      }
      // One more byte is allowed: it may be the carriage return of the line end.
      guard end - start <= Self.lineLimit + 1 else { throw tooLong }
      searched -= makeRoom()
      try fill()
    }
  }

  /// Where the next line ends, if that is in the range.
  private func lineEnd(in range: Range<Int>) -> Int? {
    guard hasReturns, let end = buffer.firstNewline(in: range, of: 0x0D) else {
      return buffer.firstNewline(in: range)
    }
    return buffer.firstNewline(in: range.lowerBound..<end) ?? end
  }

  /// Reads until it is clear what ends a line: to the first LF, or as far as it is looked for.
  private func chooseLineEnd() throws(FileError) {
    var searched = start
    while true {
      let limit = min(end, start + Self.lineEndWindow)
      if buffer.firstNewline(in: searched..<limit) != nil { return }
      guard limit - start < Self.lineEndWindow, !isAtEnd else {
        hasReturns = buffer.firstNewline(in: start..<limit, of: 0x0D) != nil
        return
      }
      searched = limit - makeRoom()
      try fill()
    }
  }

  private func fill() throws(FileError) {
    let count = try source.read(into: &buffer, from: end)
    end += count
    isAtEnd = count == 0
  }

  /// Some editors and Excel begin a file in UTF-8 with U+FEFF, which is no part of its first line.
  private func skipByteOrderMark() throws(FileError) {
    isAtStart = false
    // Reads no more than needed, because somebody may be typing.
    while end < byteOrderMark.count, !isAtEnd, byteOrderMark.starts(with: buffer[..<end]) {
      _ = makeRoom()
      try fill()
    }
    if buffer[..<end].starts(with: byteOrderMark) { start = byteOrderMark.count }
  }

  private func take(upTo newline: Int, next: Int) throws(FileError) -> Range<Int> {
    var last = newline
    if next > newline, last > start, buffer[last - 1] == UInt8(ascii: "\r") { last -= 1 }
    guard last - start <= Self.lineLimit else { throw tooLong }
    defer { start = next }
    lineNumber += 1
    return start..<last
  }

  private var tooLong: FileError {
    .lineTooLong(path: path, line: lineNumber + 1, limit: Self.lineLimit)
  }

  /// Makes room for another chunk after `end` and returns how far the content moved to the front.
  private func makeRoom() -> Int {
    guard buffer.count - end < chunk else { return 0 }
    let moved = start
    // A line that does not fit doubles the buffer, which holds every line that is not refused.
    let isFull = buffer.count - (end - start) < chunk
    let wanted = isFull ? buffer.count * 2 + chunk : buffer.count
    let size = max(buffer.count, min(wanted, Self.bufferLimit))
    buffer.moveToFront(start..<end, size: size)
    end -= start
    start = 0
    return moved
  }
}

/// U+FEFF in UTF-8.
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
