/// The words of a sentence without their order, and the share of its loss that each of them has.
package struct WordBag: Sendable, Equatable {
  /// Token ids; one may occur several times.
  package let words: [UInt32]
  /// As many shares, which sum to 1.
  package let shares: [Float]

  /// Words of the given weights; those that weigh nothing are left out, and a bag may end up empty.
  package init(_ words: some Sequence<UInt32>, weight: (UInt32) -> Float) {
    let weighted = words.map { (word: $0, weight: weight($0)) }.filter { $0.weight > 0 }
    let total = weighted.reduce(0) { $0 + $1.weight }
    self.words = weighted.map(\.word)
    shares = weighted.map { $0.weight / total }
  }
}
