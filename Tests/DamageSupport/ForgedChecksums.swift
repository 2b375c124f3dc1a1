import FileFormats
import Foundation
import TestSupport

/// Damaged files with checksums that are right.
///
/// Without that, checksums would hide what stands behind them.
enum ForgedChecksums {
  /// Makes the checksum right that ends the header of every index of words in a file.
  static func words(_ path: String) throws {
    var bytes = try fileBytes(path)
    for place in bytes.ranges(of: Array("TEXTAEWX".utf8)).map(\.lowerBound)
    where place + 512 <= bytes.count {
      seal(&bytes, place + 504, of: place..<place + 504)
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Makes the checksums of a segment of an index right: of its sections, and of the header that has them.
  static func segment(_ path: String) throws {
    var bytes = try fileBytes(path)
    guard bytes.count >= 4_096 else { return }
    for entry in 0..<min(100, bytes.littleEndian(at: 56, bytes: 8)) {
      let place = 64 + Int(entry) * 40
      if let start = Int(exactly: bytes.littleEndian(at: place + 16, bytes: 8)),
        let length = Int(exactly: bytes.littleEndian(at: place + 24, bytes: 8)),
        start >= 4_096, start <= bytes.count, length <= bytes.count - start
      {
        seal(&bytes, place + 32, of: start..<start + length)
      }
    }
    seal(&bytes, 4_088, of: 0..<4_088)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Makes the checksum right that ends the first `count` bytes of a file.
  static func header(_ path: String, _ count: Int) throws {
    var bytes = try fileBytes(path)
    guard bytes.count >= count else { return }
    seal(&bytes, count - 8, of: 0..<count - 8)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Makes the checksums of a token file right: of the chunks, of their table and of the header.
  static func tokenFile(_ path: String) throws {
    var bytes = try fileBytes(path)
    guard bytes.count >= 112 else { return }
    if let table = Int(exactly: bytes.littleEndian(at: 88, bytes: 8)),
      (112...bytes.count).contains(table)
    {
      var end = table
      for entry in stride(from: bytes.count - 32, through: table, by: -32) {
        if let start = Int(exactly: bytes.littleEndian(at: entry, bytes: 8)),
          (112...end).contains(start)
        {
          seal(&bytes, entry + 24, of: start..<end)
          end = start
        }
      }
      seal(&bytes, 96, of: table..<bytes.count)
    }
    seal(&bytes, 104, of: 0..<104)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Writes the checksum of a range at a place.
  private static func seal(_ bytes: inout [UInt8], _ place: Int, of range: Range<Int>) {
    var checksum: [UInt8] = []
    checksum.append(littleEndian: Checksum.of(Array(bytes[range])))
    bytes.replaceSubrange(place..<place + 8, with: checksum)
  }
}
