/// A rectangle of a matrix, as an operand to be packed.
package struct MatrixRegion: Sendable {
  package let matrix: Matrix
  package let rows: Range<Int>
  package let columns: Range<Int>

  /// The given rows and columns; by default all of them.
  package init(_ matrix: Matrix, rows: Range<Int>? = nil, columns: Range<Int>? = nil) {
    self.matrix = matrix
    self.rows = rows ?? 0..<matrix.rows
    self.columns = columns ?? 0..<matrix.columns
    precondition(
      self.rows.upperBound <= matrix.rows && self.columns.upperBound <= matrix.columns,
      "rows \(self.rows), columns \(self.columns) of \(matrix.rows) × \(matrix.columns)")
  }
}
