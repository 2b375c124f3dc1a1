/// Some consecutive whole lines of a file, to be worked on by another thread.
public struct LineBlock: Sendable {
  /// The lines, each followed by LF; carriage returns before it have been removed.
  public let bytes: [UInt8]
  /// The number of the first line in the file, counted from 1.
  public let firstLine: Int
  /// How many lines there are.
  public let lineCount: Int

  /// Passes each line, without its end, and its number in the file to `body`.
  public func forEachLine(_ body: (Span<UInt8>, Int) throws -> Void) rethrows {
    var start = 0
    var number = firstLine
    while let newline = bytes.firstNewline(in: start..<bytes.count) {
      try body(bytes.span.extracting(start..<newline), number)
      start = newline + 1
      number += 1
    }
  }
}
