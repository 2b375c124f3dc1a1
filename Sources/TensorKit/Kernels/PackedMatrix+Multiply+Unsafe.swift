import CTensorKernels

extension PackedMatrix {
  /// One block of a product, from `start` on over `count` of the depth.
  func multiplyPanels(
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
