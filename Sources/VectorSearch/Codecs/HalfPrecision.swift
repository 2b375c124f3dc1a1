/// Rounding to the formats of two bytes.
enum HalfPrecision {
  /// The nearest IEEE half, ties to even; infinite above 65,504.
  static func bits(_ value: Float) -> UInt16 {
    let sign = UInt16(value.bitPattern >> 16 & 0x8000)
    let size = value.magnitude
    if size >= 0x1p-14 {
      guard size < 65_520 else { return sign | 0x7C00 }
      // The exponent is 112 smaller; the addition rounds and may carry into it.
      let bits = size.bitPattern - 0x3800_0000
      return sign | UInt16((bits + 0xFFF + (bits >> 13 & 1)) >> 13)
    }
    // Below the normal range: a whole number of steps of 2⁻²⁴.
    return sign | UInt16((size * 0x1p24).rounded(.toNearestOrEven))
  }
}

/// The first two bytes of a float.
enum BrainFloat {
  /// The nearest bfloat16, ties to even.
  static func bits(_ value: Float) -> UInt16 {
    let bits = UInt64(value.bitPattern)
    return UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
  }

  static func value(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }
}
