/// The four gates of some rows and units of an LSTM, as a matrix holds them.
package struct GateBlock {
  package let matrix: Matrix
  /// The first row.
  package let row: Int
  /// The column of the first unit's input gate.
  package let column: Int
  /// Columns from one gate to the next; their order is input, forget, cell, output.
  package let gateStride: Int

  package init(_ matrix: Matrix, row: Int, column: Int, gateStride: Int) {
    self.matrix = matrix
    self.row = row
    self.column = column
    self.gateStride = gateStride
  }
}
