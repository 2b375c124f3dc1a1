import FileFormats

/// What is known of a block of postings without reading it: enough to pass it over.
struct BlockEntry: Equatable {
  static let byteCount = 20

  /// The last document of the block.
  var lastDocument = 0
  /// Where the block ends, counted from the beginning of the term's first.
  var end = 0
  /// The bounds of what a posting of the block can contribute.
  var bounds = PostingBounds()

  init() {}

  init(_ file: IndexBytes, at offset: Int) {
    lastDocument = Int(file.uint32(at: offset))
    end = Int(file.uint32(at: offset + 4))
    bounds = PostingBounds(
      count: file.uint32(at: offset + 8), length: file.uint32(at: offset + 12),
      share: file.float(at: offset + 16))
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(lastDocument), bytes: 4)
    bytes.append(littleEndian: UInt64(end), bytes: 4)
    bytes.append(littleEndian: UInt64(bounds.count), bytes: 4)
    bytes.append(littleEndian: UInt64(bounds.length), bytes: 4)
    bytes.append(littleEndian: UInt64(bounds.share.bitPattern), bytes: 4)
    return bytes
  }
}
