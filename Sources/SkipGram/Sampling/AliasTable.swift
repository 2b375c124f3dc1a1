/// Draws from a fixed discrete distribution in constant time (Walker 1977; Vose 1991).
package struct AliasTable: Sendable {
  package struct Entry {
    /// A draw below this means the entry itself.
    package var threshold: UInt32
    /// What any other draw means.
    package var alias: UInt32
  }

  package let entries: [Entry]

  /// The distribution proportional to `weights`, at least one of which is positive.
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
    // What is left in either list differs from 1 only by rounding.
    self.entries = entries
  }
}
