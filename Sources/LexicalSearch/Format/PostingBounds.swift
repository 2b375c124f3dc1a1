/// The best that some postings could be, each number for itself.
struct PostingBounds: Equatable {
  /// The highest count of the term in a document.
  var count: UInt32 = 0
  /// The fewest words of a document.
  var length = UInt32.max
  /// The highest count divided by the norm of its document, rounded up.
  var share: Float = 0

  init() {}

  init(count: UInt32, length: UInt32, share: Float) {
    (self.count, self.length, self.share) = (count, length, share)
  }

  mutating func include(count: UInt32, length: UInt32, norm: Float) {
    self.count = max(self.count, count)
    self.length = min(self.length, length)
    let exact = Double(count) / Double(norm)
    let rounded = Float(exact)
    share = max(share, Double(rounded) < exact ? rounded.nextUp : rounded)
  }

  mutating func include(_ other: Self) {
    count = max(count, other.count)
    length = min(length, other.length)
    share = max(share, other.share)
  }

  /// Whether nothing within `other` exceeds these bounds.
  func contain(_ other: Self) -> Bool {
    count >= other.count && length <= other.length && share >= other.share
  }
}
