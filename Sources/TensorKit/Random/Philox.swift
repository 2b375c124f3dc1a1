/// Philox 4×32-10: a counter in, four random words out.
///
/// A pure function, so any number can be computed without those before it. Salmon, Moraes, Dror
/// and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011; the constants are theirs.
package struct Philox {
  package typealias Block = SIMD4<UInt32>

  package let key: SIMD2<UInt32>

  package init(key: UInt64) {
    self.key = SIMD2(UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
  }

  /// The four words at a counter, after ten rounds.
  package func block(at counter: Block) -> Block {
    var block = counter
    var key = key
    for _ in 0..<10 {
      block = Philox.round(block, key)
      key = key &+ SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return block
  }

  private static func round(_ block: Block, _ key: SIMD2<UInt32>) -> Block {
    let first = UInt64(block.x) &* 0xD251_1F53
    let second = UInt64(block.z) &* 0xCD9E_8D57
    return Block(
      UInt32(truncatingIfNeeded: second >> 32) ^ block.y ^ key.x,
      UInt32(truncatingIfNeeded: second),
      UInt32(truncatingIfNeeded: first >> 32) ^ block.w ^ key.y,
      UInt32(truncatingIfNeeded: first))
  }
}
