import TensorKit

/// Where the rows of a matrix come from, each when it is first used.
package protocol RowSource: AnyObject, Sendable {
  /// Writes row `row` to row `target` of `matrix`, which has as many columns.
  func read(_ row: Int, into matrix: Matrix, row target: Int)
}

/// Remembers which rows of a matrix have been read.
final class RowsOnDemand {
  let source: any RowSource
  private var isRead: [Bool]

  init(_ source: any RowSource, rows: Int) {
    self.source = source
    isRead = [Bool](repeating: false, count: rows)
  }

  /// Reads those of some rows that were not read before.
  func read(_ rows: some Sequence<Int>, into matrix: Matrix) {
    for row in rows where !isRead[row] {
      source.read(row, into: matrix, row: row)
      isRead[row] = true
    }
  }
}
