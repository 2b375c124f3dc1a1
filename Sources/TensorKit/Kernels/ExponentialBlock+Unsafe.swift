import CTensorKernels

/// What a part of a row of logits contributes to the softmax of the row.
package typealias RowPart = ck_row_part

/// Exponentials of the logits of some rows, waiting for the sums of their rows: [rows × columns].
///
/// As bf16 where the gradient that is made of them will be rounded to bf16 anyway, else as floats.
@safe package final class ExponentialBlock: @unchecked Sendable {
  package let rows: Int
  package let columns: Int
  private let isHalf: Bool
  private let bytes: UnsafeMutableRawPointer

  package init(rows: Int, columns: Int, precision: Precision) {
    self.rows = rows
    self.columns = columns
    isHalf = precision == .bf16
    let count = rows * columns * (isHalf ? 2 : 4) + 64
    unsafe bytes = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64)
    // Safe: `count` bytes were just allocated.
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0, count: count)
  }

  deinit {
    // Safe: allocated in `init`, freed once.
    unsafe bytes.deallocate()
  }

  private func address(_ row: Int, _ column: Int) -> UnsafeMutableRawPointer {
    unsafe bytes + (row * columns + column) * (isHalf ? 2 : 4)
  }

  /// Stores exp(x + bias − largest) of row `row` of `logits`, which are columns `part` of the whole.
  package func store(row: Int, part: Range<Int>, of logits: Matrix, bias: Matrix) -> RowPart {
    precondition(
      row < rows && row < logits.rows && part.upperBound <= columns && !part.isEmpty
        && part.count <= logits.columns && part.upperBound <= bias.columns,
      "row \(row), columns \(part) of \(rows) × \(columns)")
    // Safe: logits, bias and this block hold part.count elements from there on.
    return unsafe Kernels.table.exponentials(
      logits.base + row * logits.columns, bias.base + part.lowerBound, part.count,
      address(row, part.lowerBound), isHalf)
  }

  /// Writes `factor` × the exponentials of columns `part` to row `row` of `result`, from column 0 on.
  package func scale(row: Int, part: Range<Int>, by factor: Float, into result: Matrix) {
    precondition(
      row < rows && row < result.rows && part.upperBound <= columns
        && part.count <= result.columns,
      "row \(row), columns \(part) of \(rows) × \(columns)")
    // Safe: this block and the result hold part.count elements from there on.
    unsafe Kernels.table.scale_exponentials(
      address(row, part.lowerBound), isHalf, factor, part.count,
      result.base + row * result.columns)
  }
}
