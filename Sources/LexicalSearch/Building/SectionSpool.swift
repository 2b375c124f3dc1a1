import FileFormats

/// A section set aside until its place is known: in memory while it is small, else on disk.
final class SectionSpool {
  /// How many bytes have been written.
  private(set) var count = 0

  private static let memoryLimit = 1 << 16

  private let path: String?
  private var start: [UInt8] = []
  private var rest: SpoolFile?

  /// An empty section, beside an output or among temporary files.
  init(besides path: String?) {
    self.path = path
  }

  func write(_ bytes: [UInt8]) throws(FileError) {
    count += bytes.count
    if rest == nil, start.count + bytes.count <= Self.memoryLimit {
      start += bytes
      return
    }
    if rest == nil { rest = try SpoolFile(besides: path ?? "-") }
    try rest?.write(bytes)
  }

  /// Writes the low bytes of a number, the least significant first.
  func write(_ number: UInt64, bytes: Int) throws(FileError) {
    var array: [UInt8] = []
    array.append(littleEndian: number, bytes: bytes)
    try write(array)
  }

  /// Passes everything written to `body`, in order, in pieces.
  func forEachPiece(_ body: ([UInt8]) throws(FileError) -> Void) throws(FileError) {
    try body(start)
    try rest?.forEachPiece(body)
  }
}
