extension PackedMatrix {
  /// C (+)= A · B, where A is this operand; all workers take part.
  ///
  /// C is rows `firstRow` ..< firstRow + count and columns `firstColumn` ..< firstColumn +
  /// right.count of `result`. Every element is summed over the depth in one fixed order.
  package func multiply(
    by right: PackedMatrix, into result: Matrix, firstRow: Int = 0, firstColumn: Int = 0,
    accumulate: Bool = false, pool: WorkerPool
  ) {
    let rowGrain = 256 / lanes * lanes
    let rowBlocks = (count + rowGrain - 1) / rowGrain
    // A small product is cut finer, so that every thread has work.
    let columnGrain = rowBlocks * ((right.count + 511) / 512) < 2 * pool.threads ? 128 : 512
    let columnBlocks = (right.count + columnGrain - 1) / columnGrain
    // Neighboring indices share columns, so that workers reuse the weights in the shared cache.
    pool.run(rowBlocks * columnBlocks) { block in
      let row = block % rowBlocks * rowGrain
      let column = block / rowBlocks * columnGrain
      self.multiplyBlock(
        rows: row..<min(self.count, row + rowGrain), by: right,
        columns: column..<min(right.count, column + columnGrain),
        into: result, row: firstRow + row, column: firstColumn + column, accumulate: accumulate)
    }
  }

  /// One block of a product on the calling thread: rows of A, columns of B.
  ///
  /// The ranges begin at the start of a panel. The block of the result begins at (row, column). The
  /// sum runs over the depth from `start` up to `end`, multiples of the product's step: two
  /// products over adjoining depths, the second accumulating, give the bits of one.
  package func multiplyBlock(
    rows: Range<Int>, by right: PackedMatrix, columns: Range<Int>, from start: Int = 0,
    depth end: Int? = nil, into result: Matrix, row: Int, column: Int, accumulate: Bool
  ) {
    precondition(depth == right.depth, "depths \(depth) and \(right.depth)")
    multiplyPanels(
      rows: rows, from: start, by: right, columns: columns, depth: (end ?? depth) - start,
      into: result, row: row, column: column, accumulate: accumulate)
  }

  /// One block of a product with a B of smaller depth: uses only as much depth of A as B has.
  package func multiplyLeading(
    rows: Range<Int>, by right: PackedMatrix, columns: Range<Int>, into result: Matrix, row: Int,
    column: Int, accumulate: Bool
  ) {
    multiplyPanels(
      rows: rows, from: 0, by: right, columns: columns, depth: right.depth, into: result, row: row,
      column: column, accumulate: accumulate)
  }
}
