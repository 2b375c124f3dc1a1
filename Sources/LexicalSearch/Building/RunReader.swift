import FileFormats

/// Reads a run from its file: term by term, and each term posting by posting.
struct RunReader {
  /// The current term; nil behind the last.
  private(set) var term: [UInt8]?
  /// How many of the term's postings are left.
  private(set) var remaining = 0

  private static let pieceSize = 1 << 16

  private let file: FileDescriptor
  private var range: Range<Int>
  private var piece: [UInt8] = []
  private var position = 0
  private var last = -1

  /// Stands at the first term.
  init(_ file: FileDescriptor, _ range: Range<Int>) throws(FileError) {
    self.file = file
    self.range = range
    try nextTerm()
  }

  /// Goes to the next term; all postings of this one must have been read.
  mutating func nextTerm() throws(FileError) {
    guard position < piece.count || !range.isEmpty else {
      term = nil
      return
    }
    var bytes: [UInt8] = []
    for _ in 0..<(try varint()) { bytes.append(try byte()) }
    term = bytes
    remaining = try varint()
    last = -1
  }

  /// The next posting of the term.
  mutating func nextPosting() throws(FileError) -> (document: UInt32, count: UInt32) {
    remaining -= 1
    last += try varint()
    return (UInt32(last), UInt32(try varint()))
  }

  private mutating func varint() throws(FileError) -> Int {
    var (number, shift) = (0, 0)
    while true {
      let byte = try byte()
      number |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
  }

  private mutating func byte() throws(FileError) -> UInt8 {
    if position == piece.count {
      let end = min(range.upperBound, range.lowerBound + Self.pieceSize)
      piece = try file.bytes(range.lowerBound..<end)
      range = end..<range.upperBound
      position = 0
    }
    position += 1
    return piece[position - 1]
  }
}
