import CTensorKernels

/// One step of Adam: the learning rate and everything else that is the same for all parameters.
package typealias AdamStep = ck_adam_step

/// What softmax cross-entropy gives for a row besides its gradient: loss in nats, best column.
package typealias RowLoss = ck_row_loss

/// Kernels over rows of matrices, with checked bounds.
extension Kernels {
  /// Replaces a row of logits by `gradientScale` × (softmax − one-hot of `target`).
  package static func softmaxCrossEntropy(
    _ logits: Matrix, row: Int, target: UInt32, gradientScale: Float
  ) -> RowLoss {
    precondition(
      row < logits.rows && target < logits.columns,
      "row \(row), target \(target) of \(logits.rows) × \(logits.columns)")
    // Safe: the row lies inside the matrix and the target inside the row.
    return unsafe table.pointee.softmax_cross_entropy(
      logits.base + row * logits.columns, logits.columns, target, gradientScale)
  }

  /// Applies one step of Adam to some elements of a parameter.
  package static func adam(
    _ step: AdamStep, gradient: Matrix, gradientOffset: Int, weight: Matrix, first: Matrix,
    second: Matrix, offset: Int, count: Int
  ) {
    precondition(
      gradientOffset + count <= gradient.rows * gradient.columns
        && offset + count <= weight.rows * weight.columns
        && weight.rows * weight.columns == first.rows * first.columns
        && first.rows * first.columns == second.rows * second.columns,
      "\(count) elements from \(gradientOffset) and \(offset)")
    var step = step
    // Safe: the elements lie inside all four matrices, checked above.
    unsafe table.pointee.adam(
      &step, gradient.base + gradientOffset, weight.base + offset, first.base + offset,
      second.base + offset, count)
  }

  /// Adds row `from` of `source`, times `alpha`, to row `to` of `target`.
  package static func addRow(
    _ alpha: Float = 1, of source: Matrix, _ from: Int, to target: Matrix, _ to: Int
  ) {
    precondition(
      source.columns == target.columns && from < source.rows && to < target.rows,
      "row \(from) of \(source.rows), row \(to) of \(target.rows)")
    // Safe: both rows lie inside their matrices and are equally long.
    unsafe table.pointee.axpy(
      alpha, source.base + from * source.columns, target.base + to * target.columns,
      source.columns)
  }

  /// The product x · y of two rows.
  package static func dotRow(
    _ row: Int, of first: Matrix, with other: Int, of second: Matrix
  ) -> Float {
    precondition(
      first.columns == second.columns && row < first.rows && other < second.rows,
      "row \(row) of \(first.rows), row \(other) of \(second.rows)")
    // Safe: both rows lie inside their matrices and are equally long.
    return unsafe table.pointee.dot(
      first.base + row * first.columns, second.base + other * second.columns, first.columns)
  }

  /// Multiplies row `index` of a matrix by `factor`.
  package static func scaleRow(_ index: Int, of matrix: Matrix, by factor: Float) {
    precondition(index < matrix.rows, "row \(index) of \(matrix.rows)")
    // Safe: the row lies inside the matrix.
    unsafe table.pointee.scale(factor, matrix.base + index * matrix.columns, matrix.columns)
  }

  /// Copies elements to the beginning of a row of `target`, past the caches; returns their Σ x².
  ///
  /// They are `count` elements of `source` from (`from`, `column`) on.
  package static func copyStreaming(
    _ count: Int, of source: Matrix, row from: Int, column: Int, to target: Matrix, row to: Int
  ) -> Float {
    precondition(
      column + count <= source.columns && count <= target.columns && from < source.rows
        && to < target.rows,
      "\(count) elements at (\(from), \(column)) to row \(to)")
    // Safe: both ranges lie inside one row of their matrix.
    return unsafe table.pointee.copy_nontemporal(
      source.base + from * source.columns + column, target.base + to * target.columns, count)
  }

  /// Adds `count` elements of row `from` of `source`, times `alpha`, to a row of `target`.
  ///
  /// The elements of `source` begin at `fromColumn`, those of row `to` of `target` at `column`.
  package static func addElements(
    _ count: Int, times alpha: Float = 1, of source: Matrix, row from: Int,
    fromColumn: Int = 0, to target: Matrix, row to: Int, column: Int
  ) {
    precondition(
      fromColumn + count <= source.columns && column + count <= target.columns
        && from < source.rows && to < target.rows,
      "\(count) elements of (\(from), \(fromColumn)) to (\(to), \(column))")
    // Safe: both ranges lie inside one row of their matrix.
    unsafe table.pointee.axpy(
      alpha, source.base + from * source.columns + fromColumn,
      target.base + to * target.columns + column, count)
  }

  /// Adds the given columns of some rows, row after row, to row 0 of `sum` from `column` on.
  package static func addRows(
    _ rows: Range<Int>, of source: Matrix, columns: Range<Int>, to sum: Matrix, column: Int
  ) {
    precondition(
      rows.upperBound <= source.rows && columns.upperBound <= source.columns && sum.rows > 0
        && column + columns.count <= sum.columns,
      "rows \(rows), columns \(columns) of \(source.rows) × \(source.columns)")
    // Safe: rows and columns lie inside the source and the sum, checked above.
    unsafe table.pointee.add_rows(
      source.base + rows.lowerBound * source.columns + columns.lowerBound, source.columns,
      rows.count, columns.count, sum.base + column)
  }

  /// Σ x² over `count` elements of a matrix from `offset` on.
  package static func sumOfSquares(_ matrix: Matrix, offset: Int, count: Int) -> Float {
    precondition(offset + count <= matrix.rows * matrix.columns, "\(offset)+\(count)")
    // Safe: the elements lie inside the matrix.
    return unsafe table.pointee.sum_of_squares(matrix.base + offset, count)
  }
}

extension Matrix {
  /// Writes the sum of all rows, first to last, to row 0 of `sum`: [1 × columns].
  package func sumRows(into sum: Matrix, pool: WorkerPool) {
    precondition(sum.columns == columns, "\(columns) columns into \(sum.columns)")
    sum.resize(rows: 1)
    sum.clearRow(0)
    pool.run(columns, grain: 256) { part in
      Kernels.addRows(0..<self.rows, of: self, columns: part, to: sum, column: part.lowerBound)
    }
  }
}
