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

/// The rows and units of an LSTM that a kernel works on, in matrices [· × hidden].
package struct CellBlock {
  /// Sentences.
  package let count: Int
  package let units: Range<Int>
  /// The cells of the time step and their first row.
  package let cell: Matrix
  package let row: Int
  /// The cells of the step before and their first row.
  package let previous: Matrix
  package let previousRow: Int

  package init(
    count: Int, units: Range<Int>, cell: Matrix, row: Int, previous: Matrix, previousRow: Int
  ) {
    self.count = count
    self.units = units
    self.cell = cell
    self.row = row
    self.previous = previous
    self.previousRow = previousRow
  }

  var hidden: Int { cell.columns }

  func check(_ matrix: Matrix, _ row: Int) {
    precondition(
      row >= 0 && row + count <= matrix.rows && matrix.columns == hidden
        && units.upperBound <= hidden,
      "rows \(row)+\(count), units \(units) of \(matrix.rows) × \(matrix.columns)")
  }
}

extension Kernels {
  /// Through the gates: from pre-activations `z`, to which `bias` [1 × 4 hidden] is added, to the cells
  /// and the outputs, which lie as the cells; the activated gates are kept if there is a place for them.
  package static func lstmForward(
    _ block: CellBlock, z: GateBlock, bias: Matrix, gates: GateBlock?, output: Matrix
  ) {
    let (hidden, first) = (block.hidden, block.units.lowerBound)
    block.check(block.cell, block.row)
    block.check(block.previous, block.previousRow)
    block.check(output, block.row)
    precondition(bias.rows == 1 && bias.columns == 4 * hidden, "\(bias.columns) biases")
    // Safe: all rows and units lie inside their matrices, checked above.
    unsafe table.pointee.lstm_forward(
      block.count, block.units.count, hidden,
      z.pointers(count: block.count, units: block.units.count), bias.base + first,
      block.previous.base + block.previousRow * hidden + first,
      gates?.pointers(count: block.count, units: block.units.count)
        ?? ck_gates(start: nil, stride: 0, gate: 0),
      block.cell.base + block.row * hidden + first, output.base + block.row * hidden + first)
  }

  /// Back through the activated `gates`: to the gradient of the pre-activations, written to `dz`.
  ///
  /// The gradient of the outputs is that in `dOutput`, which lies as the cells, plus, if there is one,
  /// that in `more`, from its element (0, 0) on. `dCell`, from its row `dCellRow` on, goes from the
  /// gradient of the cells to that of the cells before.
  package static func lstmBackward(
    _ block: CellBlock, gates: GateBlock, dOutput: Matrix, more: Matrix?, dCell: Matrix,
    dCellRow: Int, dz: GateBlock
  ) {
    let (hidden, first) = (block.hidden, block.units.lowerBound)
    block.check(block.cell, block.row)
    block.check(block.previous, block.previousRow)
    block.check(dOutput, block.row)
    block.check(dCell, dCellRow)
    precondition(
      more.map { block.count <= $0.rows && block.units.count <= $0.columns } ?? true,
      "\(block.count) rows of \(block.units)")
    // Safe: all rows and units lie inside their matrices, checked above.
    unsafe table.pointee.lstm_backward(
      block.count, block.units.count, hidden,
      gates.pointers(count: block.count, units: block.units.count),
      block.previous.base + block.previousRow * hidden + first,
      block.cell.base + block.row * hidden + first,
      dOutput.base + block.row * hidden + first, more?.base, more?.columns ?? 0,
      dz.pointers(count: block.count, units: block.units.count),
      dCell.base + dCellRow * hidden + first)
  }
}
