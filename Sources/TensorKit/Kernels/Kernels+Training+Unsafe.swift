import CTensorKernels

/// One step of Adam: the learning rate and everything else that is the same for all parameters.
package typealias AdamStep = ck_adam_step

/// What a row of softmax cross-entropy gives besides its gradient: loss in nats, best column.
package typealias RowLoss = ck_row_loss

/// Kernels over rows of matrices, with their bounds checked.
extension Kernels {
  /// In place, a row of logits becomes `gradientScale` × (softmax − one-hot of `target`).
  package static func softmaxCrossEntropy(
    _ logits: Matrix, row: Int, target: UInt32, gradientScale: Float
  ) -> RowLoss {
    precondition(
      row < logits.rows && target < logits.columns,
      "row \(row), target \(target) of \(logits.rows) × \(logits.columns)")
    // Safe: the row lies inside the matrix and the target inside the row.
    return unsafe table.softmax_cross_entropy(
      logits.base + row * logits.columns, logits.columns, target, gradientScale)
  }

  /// The gates of an LSTM, for the rows and units given; `bias` [1 × 4 hidden] is added first.
  ///
  /// `gates` [· × 4 hidden] goes from pre-activations to σ(i), σ(f), tanh(g), σ(o); `cell` and `output`
  /// [· × hidden] are written from `row` on; `previous` holds the cells before, from its row
  /// `previousRow` on.
  package static func lstmForward(
    gates: Matrix, bias: Matrix, row: Int, count: Int, units: Range<Int>, previous: Matrix,
    previousRow: Int, cell: Matrix, output: Matrix
  ) {
    let hidden = cell.columns
    check(bias, 0, 1, 4 * hidden, units)
    check(gates, row, count, 4 * hidden, units)
    check(cell, row, count, hidden, units)
    check(output, row, count, hidden, units)
    check(previous, previousRow, count, hidden, units)
    // Safe: all rows and units lie inside their matrices, checked above.
    unsafe table.lstm_forward(
      count, units.count, hidden, gates.base + row * 4 * hidden + units.lowerBound,
      bias.base + units.lowerBound, previous.base + previousRow * hidden + units.lowerBound,
      cell.base + row * hidden + units.lowerBound, output.base + row * hidden + units.lowerBound)
  }

  /// The way back through the gates of an LSTM, for the rows and units given.
  ///
  /// `gates` goes from activations to the gradient of the pre-activations. `dOutput` holds the whole
  /// gradient of the output from `row` on; `dCell` [· × hidden], from its row 0 on, that of the cell,
  /// and on exit that of the cell before.
  package static func lstmBackward(
    gates: Matrix, row: Int, count: Int, units: Range<Int>, previous: Matrix, previousRow: Int,
    cell: Matrix, dOutput: Matrix, dCell: Matrix
  ) {
    let hidden = cell.columns
    check(gates, row, count, 4 * hidden, units)
    check(cell, row, count, hidden, units)
    check(dOutput, row, count, hidden, units)
    check(previous, previousRow, count, hidden, units)
    check(dCell, 0, count, hidden, units)
    // Safe: all rows and units lie inside their matrices, checked above.
    unsafe table.lstm_backward(
      count, units.count, hidden, gates.base + row * 4 * hidden + units.lowerBound,
      previous.base + previousRow * hidden + units.lowerBound,
      cell.base + row * hidden + units.lowerBound,
      dOutput.base + row * hidden + units.lowerBound, dCell.base + units.lowerBound)
  }

  /// Moves the elements given of a parameter by one step of Adam.
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
    unsafe table.adam(
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
    unsafe table.axpy(
      alpha, source.base + from * source.columns, target.base + to * target.columns,
      source.columns)
  }

  /// Adds `count` elements from (`from`, 0) of `source` to those from (`to`, `column`) of `target`.
  package static func addElements(
    _ count: Int, of source: Matrix, row from: Int, to target: Matrix, row to: Int, column: Int
  ) {
    precondition(
      count <= source.columns && column + count <= target.columns && from < source.rows
        && to < target.rows,
      "\(count) elements of row \(from) to (\(to), \(column))")
    // Safe: both stretches lie inside one row of their matrix.
    unsafe table.axpy(
      1, source.base + from * source.columns, target.base + to * target.columns + column, count)
  }

  /// Σ x² over `count` elements of a matrix from `offset` on.
  package static func sumOfSquares(_ matrix: Matrix, offset: Int, count: Int) -> Float {
    precondition(offset + count <= matrix.rows * matrix.columns, "\(offset)+\(count)")
    // Safe: the elements lie inside the matrix.
    return unsafe table.sum_of_squares(matrix.base + offset, count)
  }

  private static func check(
    _ matrix: Matrix, _ row: Int, _ count: Int, _ columns: Int, _ units: Range<Int>
  ) {
    precondition(
      row >= 0 && row + count <= matrix.rows && matrix.columns == columns
        && units.upperBound <= columns,
      "rows \(row)+\(count), units \(units) of \(matrix.rows) × \(matrix.columns)")
  }
}

extension Matrix {
  /// Writes the sum of all rows, first to last, to row 0 of `sum`: [1 × columns].
  package func sumRows(into sum: Matrix, pool: WorkerPool) {
    precondition(sum.columns == columns, "\(columns) columns into \(sum.columns)")
    sum.resize(rows: 1)
    sum.clearRow(0)
    pool.run(columns, grain: 256) { part in
      for row in 0..<self.rows {
        // Safe: the part lies inside the row, and each part belongs to one thread.
        unsafe Kernels.table.axpy(
          1, self.base + row * self.columns + part.lowerBound, sum.base + part.lowerBound,
          part.count)
      }
    }
  }
}
