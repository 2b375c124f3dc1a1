/// The visible letter that stands for each byte in the tokens of byte-level models.
///
/// Printable bytes of Latin-1 stand for themselves, the others for the scalars from U+0100 on, in
/// order; GPT-2's convention, which every reader of such files knows.
enum ByteAlphabet {
  /// The letter of each byte.
  static let letters: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (UInt32(0)..<256).map { byte in
      let isVisible =
        (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
      if isVisible { return Unicode.Scalar(UInt8(byte)) }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? " "
    }
  }()

  /// All bytes in the order of their letters: the order in which their tokens are numbered.
  static let order: [UInt8] = (UInt8.min...UInt8.max).sorted {
    letters[Int($0)].value < letters[Int($1)].value
  }

  private static let bytes: [UInt32: UInt8] = Dictionary(
    uniqueKeysWithValues: letters.enumerated().map { ($1.value, UInt8($0)) })

  /// The letters for some bytes.
  static func text(of bytes: some Sequence<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    for byte in bytes { scalars.append(letters[Int(byte)]) }
    return String(scalars)
  }

  /// The bytes that the letters of a token stand for, or nil if one of them stands for none.
  static func bytes(of token: some StringProtocol) -> [UInt8]? {
    var result: [UInt8] = []
    for scalar in token.unicodeScalars {
      guard let byte = bytes[scalar.value] else { return nil }
      result.append(byte)
    }
    return result
  }
}
