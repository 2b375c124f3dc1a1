import FileFormats

/// Up to 128 postings of a term: documents in order, and how often each has the term.
///
/// In a file: the bits of a gap, the bits of a count, a byte each; then all gaps between documents,
/// less 1, and all counts, less 1, packed into as many bits as the largest needs (Lemire and Boytsov
/// 2015, "Decoding billions of integers per second through vectorization", without their vectors).
/// The first gap is counted from the last document of the block before, or from −1.
struct PostingBlock {
  static let capacity = 128
  /// The most bits of a number.
  static let maximumBits = 31

  var documents: [UInt32] = []
  var counts: [UInt32] = []

  var count: Int { documents.count }

  mutating func removeAll() {
    documents.removeAll(keepingCapacity: true)
    counts.removeAll(keepingCapacity: true)
  }

  /// The bytes of the block, whose documents come after `previous`.
  func bytes(after previous: Int) -> [UInt8] {
    var gaps: [UInt32] = []
    var last = previous
    for document in documents {
      gaps.append(UInt32(Int(document) - last - 1))
      last = Int(document)
    }
    let counts = counts.map { $0 - 1 }
    var bytes = [Self.bits(of: gaps), Self.bits(of: counts)].map { UInt8($0) }
    Self.pack(gaps, bits: Int(bytes[0]), into: &bytes)
    Self.pack(counts, bits: Int(bytes[1]), into: &bytes)
    return bytes
  }

  /// Reads `count` postings from a range of a file.
  ///
  /// - Throws: `FileError.malformed` if they do not fill the range or are not documents of the index.
  mutating func read(
    _ file: IndexBytes, _ range: Range<Int>, count: Int, after previous: Int, documents limit: Int
  ) throws(FileError) {
    guard range.count >= 2 else { throw Self.damaged(file) }
    let gapBits = Int(file.byte(at: range.lowerBound))
    let countBits = Int(file.byte(at: range.lowerBound + 1))
    let gapBytes = (count * gapBits + 7) / 8
    let countBytes = (count * countBits + 7) / 8
    guard gapBits <= Self.maximumBits, countBits <= Self.maximumBits,
      range.count == 2 + gapBytes + countBytes
    else { throw Self.damaged(file) }
    Self.unpack(file, at: range.lowerBound + 2, bits: gapBits, count: count, into: &documents)
    Self.unpack(
      file, at: range.lowerBound + 2 + gapBytes, bits: countBits, count: count, into: &counts)
    // At most 128 gaps of 31 bits: no overflow.
    var last = previous
    for index in 0..<count {
      last += Int(documents[index]) + 1
      documents[index] = UInt32(truncatingIfNeeded: last)
      counts[index] += 1
    }
    guard last < limit else { throw Self.damaged(file) }
  }

  private static func damaged(_ file: IndexBytes) -> FileError {
    file.malformed("damaged: its lists of documents contradict themselves. Make it again")
  }

  private static func bits(of values: [UInt32]) -> Int {
    UInt32.bitWidth - (values.max() ?? 0).leadingZeroBitCount
  }

  private static func pack(_ values: [UInt32], bits: Int, into bytes: inout [UInt8]) {
    var (buffer, filled) = (UInt64(0), 0)
    for value in values {
      buffer |= UInt64(value) << UInt64(filled)
      filled += bits
      while filled >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: buffer))
        buffer >>= 8
        filled -= 8
      }
    }
    if filled > 0 { bytes.append(UInt8(truncatingIfNeeded: buffer)) }
  }

  private static func unpack(
    _ file: IndexBytes, at offset: Int, bits: Int, count: Int, into values: inout [UInt32]
  ) {
    values.removeAll(keepingCapacity: true)
    let mask = UInt64(1) << UInt64(bits) - 1
    var (buffer, filled, place) = (UInt64(0), 0, offset)
    for _ in 0..<count {
      while filled < bits {
        buffer |= UInt64(file.byte(at: place)) << UInt64(filled)
        filled += 8
        place += 1
      }
      values.append(UInt32(truncatingIfNeeded: buffer & mask))
      buffer >>= UInt64(bits)
      filled -= bits
    }
  }
}
