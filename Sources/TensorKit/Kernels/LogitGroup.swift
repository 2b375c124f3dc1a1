/// Logits of some rows and columns, and the exponentials that they become.
@safe package final class LogitGroup: @unchecked Sendable {
  // Safe to share: one thread at a time uses it.
  /// The logits, from row and column 0 on.
  package let logits: Matrix
  /// The exponentials of the logits as a left operand: [rows × columns].
  package let packed: PackedMatrix

  /// Room for a number of rows and columns; `padding` more columns keep the rows of logits apart.
  package init(rows: Int, columns: Int, padding: Int = 0, product: Product) {
    logits = Matrix(rows: rows, columns: columns + padding)
    packed = PackedMatrix(.left, product)
    packed.reserve(count: rows, depth: columns)
  }

  /// Like `packExponentials`, but the exponentials replace the logits and are not packed.
  package func exponentiate(
    count: Int, part: Range<Int>, bias: Matrix, rows: UnsafeSlots<SoftmaxRow>, first: Int
  ) {
    for row in 0..<count {
      var state = rows[first + row]
      let column = Int(state.target) - part.lowerBound
      let hasTarget = part.contains(Int(state.target))
      if hasTarget { state.target_logit = logits[row, column] + bias[0, Int(state.target)] }
      let found = Kernels.exponentials(
        logits, row: row, part: part, bias: bias, shift: state.shift)
      state.sum += Double(found.sum)
      state.largest = max(state.largest, found.largest)
      if hasTarget {
        state.target_exponential = logits[row, column]
        logits[row, column] = 0
      }
      rows[first + row] = state
    }
  }
}
