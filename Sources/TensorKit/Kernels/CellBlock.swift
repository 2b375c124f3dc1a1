/// The sentences and units of an LSTM that a kernel works on in one time step.
package struct CellBlock {
  /// The number of sentences.
  package let count: Int
  package let units: Range<Int>
  /// The cells of these units: [· × units].
  package let cells: Matrix
  /// The first row of the cells of this time step.
  package let row: Int
  /// The first row of the cells of the previous time step.
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
