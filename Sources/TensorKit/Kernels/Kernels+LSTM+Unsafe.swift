import CTensorKernels

/// The four gates of some rows and units of an LSTM, as they lie in a matrix.
package struct GateBlock {
  package let matrix: Matrix
  /// The first row.
  package let row: Int
  /// The column of the first unit's input gate.
  package let column: Int
  /// Columns from a gate to the next; their order is input, forget, cell, output.
  package let gateStride: Int

  package init(_ matrix: Matrix, row: Int, column: Int, gateStride: Int) {
    self.matrix = matrix
    self.row = row
    self.column = column
    self.gateStride = gateStride
  }

  /// The block as the kernels take it, once it is known to hold `count` rows of `units` units.
  func pointers(count: Int, units: Int) -> ck_gates {
    precondition(
      row >= 0 && row + count <= matrix.rows && units <= gateStride
        && column + 3 * gateStride + units <= matrix.columns,
      "rows \(row)+\(count), units \(column)+\(units) of \(matrix.rows) × \(matrix.columns)")
    // Safe: checked above.
    return unsafe ck_gates(
      start: matrix.base + row * matrix.columns + column, stride: matrix.columns, gate: gateStride)
  }
}

/// The sentences and units of an LSTM that a kernel works on in one time step.
package struct CellBlock {
  /// Sentences.
  package let count: Int
  package let units: Range<Int>
  /// The cells of these units: [· × units].
  package let cells: Matrix
  /// The first row of the cells of this time step.
  package let row: Int
  /// The first row of the cells of the step before.
  package let previousRow: Int

  package init(count: Int, units: Range<Int>, cells: Matrix, row: Int, previousRow: Int) {
    self.count = count
    self.units = units
    self.cells = cells
    self.row = row
    self.previousRow = previousRow
  }

  func check() {
    precondition(
      row >= 0 && row + count <= cells.rows && previousRow >= 0
        && previousRow + count <= cells.rows && units.count <= cells.columns,
      "rows \(row) and \(previousRow)+\(count), units \(units) of \(cells.rows) × \(cells.columns)")
  }
}

extension Kernels {
  /// Through the gates: from pre-activations `z`, to which `bias` [1 × 4 hidden] is added, to the cells
  /// and to the outputs, [· × units] from `outputRow` on. The activated gates are kept if there is a
  /// place for them.
  package static func lstmForward(
    _ block: CellBlock, z: GateBlock, bias: Matrix, gates: GateBlock?, output: Matrix,
    outputRow: Int
  ) {
    let first = block.units.lowerBound
    block.check()
    precondition(
      outputRow >= 0 && outputRow + block.count <= output.rows
        && block.units.count <= output.columns && bias.rows == 1
        && bias.columns % 4 == 0 && block.units.upperBound <= bias.columns / 4,
      "rows \(outputRow)+\(block.count) of \(output.rows), units \(block.units)")
    // Safe: all rows and units lie inside their matrices, checked above.
    unsafe table.pointee.lstm_forward(
      block.count, block.units.count, output.columns, block.cells.columns,
      z.pointers(count: block.count, units: block.units.count), bias.base + first,
      bias.columns / 4, block.cells.base + block.previousRow * block.cells.columns,
      gates?.pointers(count: block.count, units: block.units.count)
        ?? ck_gates(start: nil, stride: 0, gate: 0),
      block.cells.base + block.row * block.cells.columns, output.base + outputRow * output.columns)
  }

  /// Back through the activated `gates`: to the gradient of the pre-activations, written to `dz`.
  ///
  /// The gradient of the outputs is that in `dOutput` [· × hidden] from `outputRow` on plus, if there is
  /// one, that in `more`, from its element (0, 0) on. `dCell` [· × units], from its row `dCellRow` on,
  /// goes from the gradient of the cells to that of the cells before.
  package static func lstmBackward(
    _ block: CellBlock, gates: GateBlock, dOutput: Matrix, outputRow: Int, more: Matrix?,
    dCell: Matrix, dCellRow: Int, dz: GateBlock
  ) {
    block.check()
    precondition(
      outputRow >= 0 && outputRow + block.count <= dOutput.rows
        && block.units.upperBound <= dOutput.columns && dCellRow + block.count <= dCell.rows
        && dCell.columns == block.cells.columns,
      "rows \(outputRow)+\(block.count) of \(dOutput.rows), \(dCellRow) of \(dCell.rows)")
    precondition(
      more.map { block.count <= $0.rows && block.units.count <= $0.columns } ?? true,
      "\(block.count) rows of \(block.units)")
    // Safe: all rows and units lie inside their matrices, checked above.
    unsafe table.pointee.lstm_backward(
      block.count, block.units.count, dOutput.columns, block.cells.columns,
      gates.pointers(count: block.count, units: block.units.count),
      block.cells.base + block.previousRow * block.cells.columns,
      block.cells.base + block.row * block.cells.columns,
      dOutput.base + outputRow * dOutput.columns + block.units.lowerBound, more?.base,
      more?.columns ?? 0, dz.pointers(count: block.count, units: block.units.count),
      dCell.base + dCellRow * dCell.columns)
  }
}
