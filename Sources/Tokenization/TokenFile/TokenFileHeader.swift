import FileFormats

/// The beginning of a token file, and the table of chunks at its end.
///
/// Layout, all integers little-endian: the header of 112 bytes; the chunks one after another; the
/// table with 32 bytes per chunk, to the end of the file. A chunk has the number of lines before it
/// (8 bytes), the lengths of its sentences (4 bytes each), the number of empty lines before each of
/// them (4 bytes each), and their tokens (2 or 4 bytes each).
struct TokenFileHeader: Equatable, Sendable {
  static let magic = Array("TAETOKEN".utf8)
  static let version = 2
  static let size = 112
  static let entrySize = 32

  /// Bytes per token: 2, or 4 for vocabularies over 65,536.
  var tokenWidth = 2
  var vocabularySize = 0
  var tokenizerChecksum: UInt64 = 0
  var corpusChecksum: UInt64 = 0
  var maximumLength = 0
  var sentenceCount = 0
  var tokenCount = 0
  var truncatedCount = 0
  var emptyCount = 0
  var chunkCount = 0
  var tableOffset = 0
  var tableChecksum: UInt64 = 0

  /// A chunk in the table.
  struct Entry: Equatable, Sendable {
    var offset: Int
    var sentenceCount: Int
    var tokenCount: Int
    var checksum: UInt64

    /// Where the tokens of the chunk begin, from its start.
    var tokenStart: Int { 8 + sentenceCount * 8 }

    /// The bytes of the chunk.
    func size(width: Int) -> Int { tokenStart + tokenCount * width }
  }

  /// The header as bytes, its own checksum last.
  var bytes: [UInt8] {
    var bytes = Self.magic
    bytes.append(littleEndian: UInt64(Self.version), bytes: 4)
    bytes.append(littleEndian: UInt64(tokenWidth), bytes: 4)
    for value in [
      UInt64(vocabularySize), tokenizerChecksum, corpusChecksum, UInt64(maximumLength),
      UInt64(sentenceCount), UInt64(tokenCount), UInt64(truncatedCount), UInt64(emptyCount),
      UInt64(chunkCount), UInt64(tableOffset), tableChecksum,
    ] {
      bytes.append(littleEndian: value)
    }
    bytes.append(littleEndian: Checksum.of(bytes))
    precondition(bytes.count == Self.size, "header of \(bytes.count) bytes")
    return bytes
  }
}

extension TokenFileHeader {
  /// Reads a header and refuses one that does not fit a file of `fileSize` bytes.
  init(bytes: [UInt8], path: String, fileSize: Int) throws(FileError) {
    guard bytes.starts(with: Self.magic) else {
      throw .malformed(path: path, line: nil, reason: "is not a token file")
    }
    guard bytes.count == Self.size else {
      throw .truncated(path: path, expected: Self.size, found: bytes.count)
    }
    let found = Int(bytes.littleEndian(at: 8, bytes: 4))
    guard found <= Self.version else {
      throw .unsupportedVersion(path: path, found: "\(found)", supported: "\(Self.version)")
    }
    guard Checksum.of(Array(bytes.dropLast(8))) == bytes.littleEndian(at: Self.size - 8, bytes: 8)
    else { throw .checksumMismatch(path: path) }
    guard found == Self.version else {
      throw .malformed(
        path: path, line: nil,
        reason: "an earlier version wrote it, without line numbers; make it again from its text")
    }
    tokenWidth = Int(bytes.littleEndian(at: 12, bytes: 4))
    tokenizerChecksum = bytes.littleEndian(at: 24, bytes: 8)
    corpusChecksum = bytes.littleEndian(at: 32, bytes: 8)
    tableChecksum = bytes.littleEndian(at: 96, bytes: 8)
    // A checksum can be forged, so no number is trusted.
    let numbers = [16, 40, 48, 56, 64, 72, 80, 88].map {
      Int(exactly: bytes.littleEndian(at: $0, bytes: 8)) ?? -1
    }
    guard numbers.allSatisfy({ $0 >= 0 }), tokenWidth == 2 || tokenWidth == 4 else {
      throw .malformed(path: path, line: nil, reason: "its header has impossible numbers")
    }
    vocabularySize = numbers[0]
    maximumLength = numbers[1]
    sentenceCount = numbers[2]
    tokenCount = numbers[3]
    truncatedCount = numbers[4]
    emptyCount = numbers[5]
    chunkCount = numbers[6]
    tableOffset = numbers[7]
    guard !sentenceCount.addingReportingOverflow(emptyCount).overflow else {
      throw .malformed(path: path, line: nil, reason: "its header has impossible numbers")
    }
    guard tableOffset >= Self.size, tableOffset <= fileSize else {
      throw .truncated(path: path, expected: tableOffset, found: fileSize)
    }
    let (tableSize, overflow) = chunkCount.multipliedReportingOverflow(by: Self.entrySize)
    guard !overflow, tableSize == fileSize - tableOffset else {
      throw .malformed(
        path: path, line: nil,
        reason: "\(chunkCount) chunks do not fit a table of \(fileSize - tableOffset) bytes")
    }
  }

  /// Reads the table and refuses one whose chunks do not fill the file exactly.
  func entries(bytes: [UInt8], path: String) throws(FileError) -> [Entry] {
    guard Checksum.of(bytes) == tableChecksum else { throw .checksumMismatch(path: path) }
    var entries: [Entry] = []
    var end = Self.size
    var sentences = 0
    var tokens = 0
    for start in stride(from: 0, to: bytes.count, by: Self.entrySize) {
      let entry = Entry(
        offset: Int(truncatingIfNeeded: bytes.littleEndian(at: start, bytes: 8)),
        sentenceCount: Int(truncatingIfNeeded: bytes.littleEndian(at: start + 8, bytes: 8)),
        tokenCount: Int(truncatingIfNeeded: bytes.littleEndian(at: start + 16, bytes: 8)),
        checksum: bytes.littleEndian(at: start + 24, bytes: 8))
      let isLast = start + Self.entrySize == bytes.count
      guard entry.offset == end, entry.sentenceCount > 0,
        isLast
          ? entry.sentenceCount <= TokenFile.chunkSize
          : entry.sentenceCount == TokenFile.chunkSize,
        entry.tokenCount >= 0, entry.tokenCount <= tableOffset,
        entry.size(width: tokenWidth) <= tableOffset - end
      else {
        throw .malformed(
          path: path, line: nil, reason: "chunk \(entries.count) lies outside of the file")
      }
      end += entry.size(width: tokenWidth)
      sentences += entry.sentenceCount
      tokens += entry.tokenCount
      entries.append(entry)
    }
    guard end == tableOffset, sentences == sentenceCount, tokens == tokenCount else {
      throw .malformed(path: path, line: nil, reason: "its chunks are not what its header says")
    }
    return entries
  }

  /// The table as bytes.
  static func bytes(of entries: [Entry]) -> [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes.append(littleEndian: UInt64(entry.offset))
      bytes.append(littleEndian: UInt64(entry.sentenceCount))
      bytes.append(littleEndian: UInt64(entry.tokenCount))
      bytes.append(littleEndian: entry.checksum)
    }
    return bytes
  }
}

extension [UInt8] {
  /// The tokens of `width` bytes from `start` to the end.
  func tokens(from start: Int, width: Int) -> [UInt32] {
    stride(from: start, to: count, by: width).map { index in
      let low = UInt32(self[index]) | UInt32(self[index + 1]) << 8
      return width == 2
        ? low : low | UInt32(self[index + 2]) << 16 | UInt32(self[index + 3]) << 24
    }
  }

  /// Appends tokens of `width` bytes.
  mutating func append(tokens: ArraySlice<UInt32>, width: Int) {
    reserveCapacity(count + tokens.count * width)
    for token in tokens {
      append(UInt8(truncatingIfNeeded: token))
      append(UInt8(truncatingIfNeeded: token >> 8))
      if width == 4 {
        append(UInt8(truncatingIfNeeded: token >> 16))
        append(UInt8(truncatingIfNeeded: token >> 24))
      }
    }
  }
}
