import CTensorKernels

extension PackedMatrix {
  /// C (+)= A · B, where A is this operand; all workers take part.
  ///
  /// C are rows `firstRow` ..< firstRow + count and columns `firstColumn` ..< firstColumn +
  /// right.count of `result`. Every element is summed over the depth in one fixed order.
  package func multiply(
    by right: PackedMatrix, into result: Matrix, firstRow: Int = 0, firstColumn: Int = 0,
    accumulate: Bool = false, pool: WorkerPool
  ) {
    let rowGrain = 256 / lanes * lanes
    let rowBlocks = (count + rowGrain - 1) / rowGrain
    // A small product is cut finer, so that no thread stands by.
    let columnGrain = rowBlocks * ((right.count + 511) / 512) < 2 * pool.threads ? 128 : 512
    let columnBlocks = (right.count + columnGrain - 1) / columnGrain
    // Neighbouring indices share the columns, so that workers reuse the weights in the shared cache.
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
  /// The ranges begin at the start of a panel. The block of the result begins at (row, column). With
  /// `depth`, a multiple of the product's step, the depth is summed over up to there, and with `start`,
  /// another, from there: two such products, the second accumulating, give the bits of one.
  package func multiplyBlock(
    rows: Range<Int>, by right: PackedMatrix, columns: Range<Int>, from start: Int = 0,
    depth end: Int? = nil, into result: Matrix, row: Int, column: Int, accumulate: Bool
  ) {
    precondition(depth == right.depth, "depths \(depth) and \(right.depth)")
    multiply(
      rows: rows, from: start, by: right, columns: columns, depth: (end ?? depth) - start,
      into: result, row: row, column: column, accumulate: accumulate)
  }

  /// One block of a product with a B that is less deep: only as much of the depth of A as B has.
  package func multiplyLeading(
    rows: Range<Int>, by right: PackedMatrix, columns: Range<Int>, into result: Matrix, row: Int,
    column: Int, accumulate: Bool
  ) {
    multiply(
      rows: rows, from: 0, by: right, columns: columns, depth: right.depth, into: result, row: row,
      column: column, accumulate: accumulate)
  }

  private func multiply(
    rows: Range<Int>, from start: Int, by right: PackedMatrix, columns: Range<Int>,
    depth count: Int, into result: Matrix, row: Int, column: Int, accumulate: Bool
  ) {
    precondition(side == .left && right.side == .right, "operands of the wrong side")
    precondition(
      rows.lowerBound % lanes == 0 && columns.lowerBound % right.lanes == 0
        && rows.upperBound <= self.count && columns.upperBound <= right.count,
      "rows \(rows) of \(self.count), columns \(columns) of \(right.count)")
    precondition(
      start >= 0 && count >= 0 && start + count <= min(depth, right.depth)
        && start % product.depthStep == 0 && count % product.depthStep == 0,
      "depth \(start) + \(count) of \(depth) and \(right.depth)")
    precondition(
      row + rows.count <= result.rows && column + columns.count <= result.columns,
      "(\(row)+\(rows.count), \(column)+\(columns.count)) in \(result.rows) × \(result.columns)")
    if rows.isEmpty || columns.isEmpty { return }
    // Safe: all ranges lie inside the packed operands and the result, checked above.
    unsafe product.kernel.pointee.multiply(
      rows.count, columns.count, count,
      bytes + rows.lowerBound / lanes * panelBytes + bytes(ofDepth: start), panelBytes,
      right.bytes + columns.lowerBound / right.lanes * right.panelBytes
        + right.bytes(ofDepth: start), right.panelBytes,
      result.base + row * result.columns + column, result.columns, accumulate)
  }
}
