import CTensorKernels

extension GateBlock {
  /// The block for the kernels, once it is known to hold `count` rows of `units` units.
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

extension Kernels {
  /// Forward through the gates: from pre-activations `z` to cells and outputs.
  ///
  /// `bias` [1 × 4 hidden] is added to `z`. The outputs [· × units] begin at `outputRow`. The
  /// activated gates are written to `gates` unless it is nil.
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

  /// Backward through the activated `gates`: writes the gradient of the pre-activations to `dz`.
  ///
  /// The gradient of the outputs is `dOutput` [· × hidden] from `outputRow` on, plus `more` from
  /// its element (0, 0) on unless that is nil. `dCell` [· × units] from `dCellRow` on is the
  /// gradient of the cells, and becomes that of the previous cells.
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
