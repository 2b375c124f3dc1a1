/// xxHash64: a 64-bit checksum that finds accidental damage at the speed of memory.
///
/// Follows the published specification of XXH64 (Y. Collet, xxHash fast digest algorithm), so that
/// other programs can verify our files. It is not a signature: forging it is easy.
///
///     var checksum = Checksum()
///     checksum.update([UInt8]("some bytes".utf8))
///     checksum.value
public struct Checksum: Sendable {
  static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  private let seed: UInt64
  var lanes: Lanes
  var byteCount: UInt64 = 0
  /// Fewer than 32 bytes that wait for the stripe to be complete.
  var pending: [UInt8] = []

  /// The four running sums of a stripe of 32 bytes.
  struct Lanes: Sendable {
    var a, b, c, d: UInt64
  }

  /// Starts an empty checksum.
  public init(seed: UInt64 = 0) {
    self.seed = seed
    lanes = Lanes(
      a: seed &+ Self.prime1 &+ Self.prime2, b: seed &+ Self.prime2, c: seed,
      d: seed &- Self.prime1)
  }

  /// The checksum of everything taken in so far.
  public var value: UInt64 {
    var hash: UInt64
    if byteCount >= 32 {
      hash =
        lanes.a.rotated(1) &+ lanes.b.rotated(7) &+ lanes.c.rotated(12) &+ lanes.d.rotated(18)
      for lane in [lanes.a, lanes.b, lanes.c, lanes.d] {
        hash = (hash ^ Lanes.round(0, lane)) &* Self.prime1 &+ Self.prime4
      }
    } else {
      hash = seed &+ Self.prime5
    }
    return Self.finish(hash &+ byteCount, tail: pending)
  }

  private static func finish(_ start: UInt64, tail: [UInt8]) -> UInt64 {
    var hash = start
    var index = 0
    while index + 8 <= tail.count {
      hash ^= Lanes.round(0, tail.littleEndian(at: index, bytes: 8))
      hash = hash.rotated(27) &* prime1 &+ prime4
      index += 8
    }
    if index + 4 <= tail.count {
      hash ^= tail.littleEndian(at: index, bytes: 4) &* prime1
      hash = hash.rotated(23) &* prime2 &+ prime3
      index += 4
    }
    while index < tail.count {
      hash ^= UInt64(tail[index]) &* prime5
      hash = hash.rotated(11) &* prime1
      index += 1
    }
    hash = (hash ^ (hash >> 33)) &* prime2
    hash = (hash ^ (hash >> 29)) &* prime3
    return hash ^ (hash >> 32)
  }
}

extension Checksum.Lanes {
  static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
    (lane &+ input &* Checksum.prime2).rotated(31) &* Checksum.prime1
  }
}

extension Checksum {
  /// Takes in the bytes of an array.
  public mutating func update(_ bytes: [UInt8]) {
    update(bytes.span)
  }

  /// The checksum of an array of bytes.
  public static func of(_ bytes: [UInt8]) -> UInt64 {
    var checksum = Checksum()
    checksum.update(bytes)
    return checksum.value
  }
}

extension UInt64 {
  fileprivate func rotated(_ bits: UInt64) -> UInt64 {
    self << bits | self >> (64 - bits)
  }

  /// Sixteen lowercase hexadecimal digits.
  package var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The value of exactly sixteen lowercase hexadecimal digits, or nil.
  package init?(hexadecimal text: String) {
    let isDigit = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
    guard text.utf8.count == 16, text.utf8.allSatisfy(isDigit) else { return nil }
    self.init(text, radix: 16)
  }
}

extension [UInt8] {
  /// The unsigned integer of `bytes` bytes at `index`, least significant first.
  package func littleEndian(at index: Int, bytes: Int) -> UInt64 {
    var value: UInt64 = 0
    for offset in (0..<bytes).reversed() {
      value = value << 8 | UInt64(self[index + offset])
    }
    return value
  }

  /// Appends the low `bytes` bytes of `value`, least significant first.
  package mutating func append(littleEndian value: UInt64, bytes: Int = 8) {
    for offset in 0..<bytes {
      append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(offset))))
    }
  }
}
