/// Text in UTF-8 or, like many tables of Excel and older benchmarks, in Windows-1252.
///
/// Windows-1252 is Latin-1 with printable characters in the place of most control characters.
public enum WesternText {
  /// What the bytes 0x80 to 0x9F stand for; 0 where they have no meaning.
  private static let symbols: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
    0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  /// The text, and whether it is UTF-8; otherwise every byte is read as a character.
  public static func decode(_ bytes: [UInt8]) -> (text: String, isUTF8: Bool) {
    if let text = String(validating: bytes, as: UTF8.self) { return (text, true) }
    let scalars = bytes.map { byte in
      let symbol = (0x80..<0xA0).contains(byte) ? symbols[Int(byte) - 0x80] : 0
      return symbol == 0 ? Unicode.Scalar(byte) : Unicode.Scalar(symbol) ?? Unicode.Scalar(byte)
    }
    return (String(String.UnicodeScalarView(scalars)), false)
  }
}
