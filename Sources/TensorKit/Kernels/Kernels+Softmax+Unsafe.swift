import CTensorKernels

/// What a part of a row of logits contributes to the softmax of the row.
package typealias RowPart = ck_row_part

/// The softmax of rows too long to be held at once, part by part.
extension Kernels {
  /// The largest logit of a part of a row, biases included.
  ///
  /// Columns 0 ..< part.count of `logits` are columns `part` of the whole row, and of `bias` [1 × V].
  package static func largestLogit(
    _ logits: Matrix, row: Int, part: Range<Int>, bias: Matrix
  ) -> Float {
    check(logits, row, part, bias)
    // Safe: the logits and the bias hold part.count elements from there on.
    return unsafe table.pointee.largest_logit(
      logits.base + row * logits.columns, bias.base + part.lowerBound, part.count)
  }

  /// In place, a part of a row of logits becomes exp(logit + bias − shift).
  package static func exponentials(
    _ logits: Matrix, row: Int, part: Range<Int>, bias: Matrix, shift: Float
  ) -> RowPart {
    check(logits, row, part, bias)
    // Safe: the logits and the bias hold part.count elements from there on.
    return unsafe table.pointee.exponentials(
      logits.base + row * logits.columns, bias.base + part.lowerBound, part.count, shift)
  }

  private static func check(_ logits: Matrix, _ row: Int, _ part: Range<Int>, _ bias: Matrix) {
    precondition(
      row < logits.rows && part.count <= logits.columns && part.upperBound <= bias.columns
        && !part.isEmpty,
      "row \(row) of \(logits.rows), columns \(part) of \(bias.columns)")
  }
}
