/// Draws from a fixed discrete distribution in constant time (Walker 1977; Vose 1991).
package struct AliasTable: Sendable {
  package struct Entry {
    /// Below this the entry stands for itself.
    package var threshold: UInt32
    /// What it stands for otherwise.
    package var alias: UInt32
  }

  package let entries: [Entry]

  /// The distribution proportional to `weights`, of which at least one is positive.
  package init(weights: [Double]) {
    let sum = weights.reduce(0, +)
    precondition(
      sum > 0 && sum.isFinite && weights.allSatisfy { $0 >= 0 }, "no distribution: sum \(sum)")
    var scaled = weights.map { $0 * Double(weights.count) / sum }
    var entries = weights.indices.map { Entry(threshold: .max, alias: UInt32($0)) }
    var small = scaled.indices.filter { scaled[$0] < 1 }
    var large = scaled.indices.filter { scaled[$0] >= 1 }
    while let low = small.popLast(), let high = large.last {
      entries[low] = Entry(
        threshold: UInt32(scaled[low] * 0x1p32), alias: UInt32(high))
      scaled[high] -= 1 - scaled[low]
      if scaled[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    // What is left in either list differs from 1 by rounding only.
    self.entries = entries
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): a few operations a number, for loops that draw millions.
///
/// Seeded once a sentence from a `RandomStream`, so that a number depends on its place in the corpus only.
package struct FastRandom {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number in 0 ..< count, which is below 2³².
  package mutating func below(_ count: Int) -> Int { FastRandom.place(of: next(), in: count) }

  /// The number in 0 ..< count that the upper 32 bits stand for; the lower ones remain for other use.
  package static func place(of bits: UInt64, in count: Int) -> Int {
    Int(((bits >> 32) &* UInt64(count)) >> 32)
  }
}
