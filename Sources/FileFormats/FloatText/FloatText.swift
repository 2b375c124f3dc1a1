/// Numbers as text: reading and writing single precision without losing a bit.
enum FloatText {
  /// The number nearest to a decimal text, or nil if the text is not a finite number.
  ///
  /// Up to 19 digits with a power of ten up to 22 are exact in 64 bits and one Double operation;
  /// whatever is longer, or falls between two floats after that, is left to the standard library.
  static func parse(_ bytes: Span<UInt8>) -> Float? {
    var index = 0
    var isNegative = false
    if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B {
      isNegative = bytes[index] == 0x2D
      index += 1
    }
    var digits = Digits()
    while index < bytes.count, digits.append(bytes[index], isFraction: false) { index += 1 }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      while index < bytes.count, digits.append(bytes[index], isFraction: true) { index += 1 }
    }
    guard digits.count > 0 else { return nil }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      guard let exponent = exponent(bytes.extracting((index + 1)...)) else { return nil }
      digits.exponent += exponent
      index = bytes.count
    }
    guard index == bytes.count else { return nil }
    if let value = digits.value { return isNegative ? -value : value }
    let text = String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
    guard let value = Float(text), value.isFinite else { return nil }
    return value
  }

  /// What a text that `parse` refuses is called if it stands for NaN or infinity.
  static func nonFiniteName(_ bytes: Span<UInt8>) -> String? {
    let text = String(decoding: (0..<bytes.count).map { bytes[$0] | 0x20 }, as: UTF8.self)
    return switch text.trimmingPrefix(while: { $0 == "-" || $0 == "+" }) {
    case "nan": "NaN"
    case "inf", "infinity": "infinite"
    default: nil
    }
  }

  private static func exponent(_ bytes: Span<UInt8>) -> Int? {
    var index = 0
    var isNegative = false
    if index < bytes.count, bytes[index] == 0x2D || bytes[index] == 0x2B {
      isNegative = bytes[index] == 0x2D
      index += 1
    }
    guard index < bytes.count, bytes.count - index <= 6 else { return nil }
    var value = 0
    while index < bytes.count {
      guard (0x30...0x39).contains(bytes[index]) else { return nil }
      value = value * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    return isNegative ? -value : value
  }

  /// Appends the fewest digits that give the number back.
  static func append(_ value: Float, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: value.description.utf8)
  }

  /// The digits of a number read so far.
  private struct Digits {
    var significand: UInt64 = 0
    var exponent = 0
    var count = 0
    private var isExact = true

    /// Takes a digit; false if the byte is not one.
    mutating func append(_ byte: UInt8, isFraction: Bool) -> Bool {
      guard (0x30...0x39).contains(byte) else { return false }
      count += 1
      if significand >= 1_000_000_000_000_000_000 {
        isExact = false
      } else {
        significand = significand * 10 + UInt64(byte - 0x30)
        if isFraction { exponent -= 1 }
      }
      return true
    }

    /// The number, if a single operation gives it correctly rounded.
    var value: Float? {
      guard isExact, significand <= 1 << 53, abs(exponent) <= 22 else { return nil }
      let power = FloatText.powers[abs(exponent)]
      let double = exponent < 0 ? Double(significand) / power : Double(significand) * power
      // Half-way between two floats, the first rounding may have decided the second.
      guard double.bitPattern & 0x1FFF_FFFF != 0x1000_0000 else { return nil }
      let value = Float(double)
      return value.isFinite && (value == 0 || value.isNormal) ? value : nil
    }
  }

  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1) { product, _ in product * 10 }
  }
}
