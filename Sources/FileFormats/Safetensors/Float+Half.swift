extension Float {
  /// The value of an IEEE half precision number; Swift does not have `Float16` on every platform.
  package init(half bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Subnormal: a whole number of steps of 2^-24.
      let magnitude = Float(fraction) * 0x1p-24
      self = sign == 0 ? magnitude : -magnitude
    case 31:
      self.init(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      self.init(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The nearest IEEE half precision number, ties to even; infinite beyond 65,519.
  package var halfBits: UInt16 {
    let sign = UInt16(truncatingIfNeeded: bitPattern >> 16) & 0x8000
    guard !isNaN else { return sign | 0x7E00 }
    guard magnitude < 65_520 else { return sign | 0x7C00 }
    guard magnitude >= 0x1p-14 else {
      // Subnormal: a whole number of steps of 2^-24. 1,024 of them are the smallest normal number.
      return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
    }
    // A carry out of the fraction goes into the exponent, as it should.
    let rounded = magnitude.bitPattern + 0xFFF + (bitPattern >> 13 & 1)
    return sign | UInt16(truncatingIfNeeded: (rounded >> 13) - 112 << 10)
  }

  /// The nearest bfloat16 number, ties to even.
  package var bfloat16Bits: UInt16 {
    guard !isNaN else { return 0x7FC0 }
    return UInt16(truncatingIfNeeded: (bitPattern + 0x7FFF + (bitPattern >> 16 & 1)) >> 16)
  }
}
