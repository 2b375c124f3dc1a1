import CTensorKernels

/// The softmax of rows that are too long to be held at once, part by part.
extension Kernels {
  /// Replaces a part of a row of logits by exp(logit + bias − shift).
  ///
  /// Columns 0 ..< part.count of `logits` are columns `part` of the whole row and of `bias`
  /// [1 × V].
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
