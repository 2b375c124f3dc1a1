/// A range in pieces of one size, the last of which may be smaller. The pieces are not stored.
package struct ChunkedRange: RandomAccessCollection, Sendable {
  private let whole: Range<Int>
  private let size: Int

  /// Pieces of `size`, at least 1.
  package init(_ whole: Range<Int>, size: Int) {
    precondition(size > 0, "pieces of \(size)")
    self.whole = whole
    self.size = size
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { (whole.count + size - 1) / size }

  package subscript(number: Int) -> Range<Int> {
    let first = whole.lowerBound + number * size
    return first..<Swift.min(whole.upperBound, first + size)
  }
}
