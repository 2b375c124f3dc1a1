import DataStructures
import FileFormats

/// Changes the bytes of a file at random: the same number gives the same changes.
struct Mutation {
  private var random: SplitMix64

  init(number: UInt64) {
    random = SplitMix64(seed: number &* 0x9E37_79B9_7F4A_7C15 &+ 1)
  }

  /// Numbers that have broken readers.
  private static let numbers: [Int64] = [
    0, 1, -1, 2, 127, 128, 255, 256, 32_767, 65_535, 65_536, 1 << 24, 1 << 30, .init(Int32.max),
    .init(Int32.min), .init(UInt32.max), 1 << 32, 1 << 48, 1 << 53, 1 << 62, .max, .min,
  ]
  /// Pieces of text that have broken readers.
  private static let pieces: [[UInt8]] =
    [
      "", "\n", "\r\n", "\t", " ", ",", ";", "\"", "\\", "{", "}", "[", "]", ":", "null", "true",
      "nan",
      "-inf", "1e999", "-", "0", "-1", "4294967296", "9223372036854775807", "-9223372036854775808",
      "99999999999999999999", "0.1", "\u{FEFF}", "\u{2581}", "##", "</s>", "\\u0000", "\\ud800",
      "{\"a\":", "[[[[[[[[", "\u{1F469}\u{200D}\u{1F469}", "e\u{301}",
    ].map { Array($0.utf8) } + [
      [0x00], [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x80, 0x80, 0x80, 0x80],
    ]

  /// A changed copy, with one to four changes.
  mutating func applied(to bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<below(4) + 1 { change(&bytes) }
    return bytes
  }

  private mutating func below(_ limit: Int) -> Int {
    Int(random.next() % UInt64(max(1, limit)))
  }

  private mutating func place(in bytes: [UInt8]) -> Int {
    // Headers decide most; half of all changes go there.
    below(2) == 0 ? below(min(bytes.count, 128)) : below(bytes.count)
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = Self.pieces[below(Self.pieces.count)]
      return
    }
    let start = place(in: bytes)
    let end = min(bytes.count, start + below(16))
    switch below(10) {
    case 0: bytes[start] ^= 1 << UInt8(below(8))
    case 1: bytes[start] = UInt8(below(256))
    case 2: bytes.replaceSubrange(start..<end, with: Self.pieces[below(Self.pieces.count)])
    case 3: bytes.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: start)
    case 4: bytes.removeSubrange(start..<end)
    case 5: bytes.insert(contentsOf: bytes[start..<end], at: below(bytes.count))
    case 6: bytes.removeSubrange(start...)
    case 7: overwrite(&bytes, at: start, size: [1, 2, 4, 8][below(4)])
    case 8: overwriteDigits(&bytes, from: start)
    default:
      let other = below(bytes.count)
      bytes.swapAt(start, other)
    }
  }

  /// Writes a number in binary, the least significant byte first.
  private mutating func overwrite(_ bytes: inout [UInt8], at start: Int, size: Int) {
    let number = Self.numbers[below(Self.numbers.count)] &+ Int64(below(3)) &- 1
    for index in 0..<size where start + index < bytes.count {
      bytes[start + index] = UInt8(truncatingIfNeeded: number >> Int64(8 * index))
    }
  }

  /// Writes another number in the place of the next digits.
  private mutating func overwriteDigits(_ bytes: inout [UInt8], from start: Int) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let first = bytes[start...].firstIndex(where: isDigit) else { return }
    let end = bytes[first...].firstIndex { !isDigit($0) } ?? bytes.count
    let number = Self.numbers[below(Self.numbers.count)]
    bytes.replaceSubrange(first..<end, with: Array(String(number).utf8))
  }
}
