import FileFormats

/// The file of the rows of a segment that are no longer there: TEXTAEDL, u64 number of rows, a bit
/// for each, and the xxHash64 of all before.
enum RemovedRows {
  private static let magic = Array("TEXTAEDL".utf8)

  static func bytes(_ rows: RowSet) -> [UInt8] {
    var bytes = magic
    bytes.append(littleEndian: UInt64(rows.rows))
    for word in rows.words { bytes.append(littleEndian: word) }
    bytes.append(littleEndian: Checksum.of(bytes))
    return bytes
  }

  static func read(_ path: String, rows: Int) throws(FileError) -> RowSet {
    let file = try MappedFile(path: path)
    let expected = 16 + (rows + 63) / 64 * 8 + 8
    guard file.count == expected else {
      throw .truncated(path: path, expected: expected, found: file.count)
    }
    guard file.bytes(0..<8) == magic, file.integer(at: 8, bytes: 8) == UInt64(rows) else {
      throw file.malformed("is not a list of removed rows")
    }
    guard file.checksum(0..<expected - 8) == file.integer(at: expected - 8, bytes: 8) else {
      throw .checksumMismatch(path: path)
    }
    var set = RowSet(rows: rows)
    for index in set.words.indices {
      set.setWord(index, file.integer(at: 16 + index * 8, bytes: 8))
    }
    return set
  }
}
