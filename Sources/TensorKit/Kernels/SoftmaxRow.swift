import CTensorKernels

/// What a part of a row of logits contributes to the softmax of the row.
package typealias RowPart = ck_row_part

/// The softmax of a row of logits whose columns arrive a few at a time.
package typealias SoftmaxRow = ck_softmax_row

extension SoftmaxRow {
  /// A row before its first columns.
  package init(target: UInt32, shift: Float = 0) {
    self.init(
      sum: 0, shift: shift, largest: -.infinity, target: target, target_logit: 0,
      target_exponential: 0)
  }

  /// Adds what other columns of the same row gave, under the same shift.
  package mutating func add(_ other: SoftmaxRow) {
    sum += other.sum
    largest = max(largest, other.largest)
    // Zeros, unless the target is among these columns.
    target_logit += other.target_logit
    target_exponential += other.target_exponential
  }
}
