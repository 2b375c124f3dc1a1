import CTensorKernels

/// Rows of numbers of −1 … 1, such as outputs of an LSTM, as bytes: A [count × depth].
///
/// Every number is rounded to a multiple of 1/127. Memory is kept and reused.
@safe package final class ByteRows: @unchecked Sendable {
  // Safe to share: one thread gives it its shape; then threads write different elements, or read.
  // Without the guard of exclusive access, as in `Matrix`.
  @safe @exclusivity(unchecked) private var count = 0
  @safe @exclusivity(unchecked) private var memory = AlignedMemory(64)
  private let depth: Int
  private let kernels = ByteKernels()

  /// No rows yet, of this many numbers.
  package init(depth: Int) {
    self.depth = depth
  }

  /// Rows begin at cache lines.
  private var stride: Int { depth.roundedUp(to: 64) }

  /// The kernels in use: "reference", "avx2" or "avx512vnni".
  package static var kernels: String { ByteKernels().name }

  /// Takes on a number of rows; what they held is lost, and memory grows when needed.
  package func reserve(count: Int) {
    self.count = count
    if count * stride > memory.count { memory = AlignedMemory(count * stride, mayGrow: true) }
  }

  /// Rounds a region of numbers to bytes, from (row, column) on; numbers beyond −1 and 1 are cut.
  package func round(_ region: MatrixRegion, row: Int, column: Int) {
    precondition(
      row >= 0 && row + region.rows.count <= count && column >= 0
        && column + region.columns.count <= depth,
      "(\(row)+\(region.rows.count), \(column)+\(region.columns.count)) in \(count) × \(depth)")
    for (place, source) in region.rows.enumerated() {
      // Safe: both regions lie inside, checked above and by the region.
      unsafe kernels.table.round(
        region.matrix.base + source * region.matrix.columns + region.columns.lowerBound,
        region.columns.count,
        memory.start.assumingMemoryBound(to: UInt8.self) + (row + place) * stride + column)
    }
  }

  /// C += A · B for some rows of A and columns of B, which begin at a panel; C begins at
  /// (row, column) of `result`.
  ///
  /// Sums are exact and rounded once to a float, so every path and every shape of block gives the
  /// same bits.
  package func multiplyBlock(
    rows: Range<Int>, by right: ByteWeights, columns: Range<Int>, into result: Matrix, row: Int,
    column: Int
  ) {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= count && columns.upperBound <= right.count
        && right.depth == depth,
      "rows \(rows) of \(count), columns \(columns) of \(right.count), depth \(right.depth)")
    precondition(
      row >= 0 && row + rows.count <= result.rows && column >= 0
        && column + columns.count <= result.columns,
      "(\(row)+\(rows.count), \(column)+\(columns.count)) in \(result.rows) × \(result.columns)")
    if rows.isEmpty || columns.isEmpty { return }
    // Safe: all ranges lie inside the operands and the result, checked above; a row has room for
    // the padded depth.
    unsafe kernels.table.multiply(
      rows.count, columns.count,
      memory.start.assumingMemoryBound(to: UInt8.self) + rows.lowerBound * stride, stride,
      right.pointers(from: columns.lowerBound),
      result.base + row * result.columns + column, result.columns)
  }
}
