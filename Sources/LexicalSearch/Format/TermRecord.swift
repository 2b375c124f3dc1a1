import FileFormats

/// Where a term and its postings are; each ends where that of the next record begins.
struct TermRecord: Equatable {
  static let byteCount = 24

  /// Where its first block begins in the section of postings.
  var postings = 0
  /// Where its bytes begin in the section of terms.
  var text = 0
  /// The number of its first entry in the section of blocks.
  var block = 0
  /// The number of documents that have it; 0 in the last record.
  var documents = 0

  init() {}

  init(_ file: IndexBytes, at offset: Int) {
    postings = Int(clamping: file.uint64(at: offset))
    text = Int(file.uint32(at: offset + 8))
    block = Int(clamping: file.uint64(at: offset + 12))
    documents = Int(file.uint32(at: offset + 20))
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(postings))
    bytes.append(littleEndian: UInt64(text), bytes: 4)
    bytes.append(littleEndian: UInt64(block))
    bytes.append(littleEndian: UInt64(documents), bytes: 4)
    return bytes
  }

  /// How many blocks its postings take.
  var blocks: Int { (documents + PostingBlock.capacity - 1) / PostingBlock.capacity }
}
