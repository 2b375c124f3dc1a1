import CTensorKernels

/// What a part of a row of logits contributes to the softmax of the row.
package typealias RowPart = ck_row_part

/// The softmax of a row of logits while its columns come in, some at a time.
package typealias SoftmaxRow = ck_softmax_row

extension SoftmaxRow {
  /// A row of which nothing has been seen.
  package init(target: UInt32, shift: Float = 0) {
    self.init(
      sum: 0, shift: shift, largest: -.infinity, target: target, target_logit: 0,
      target_exponential: 0)
  }

  /// Takes in what other columns of the same row gave, under the same shift.
  package mutating func add(_ other: SoftmaxRow) {
    sum += other.sum
    largest = max(largest, other.largest)
    // Zeros, but where the target is among the columns.
    target_logit += other.target_logit
    target_exponential += other.target_exponential
  }
}

/// The softmax of rows too long to be held at once, part by part.
extension Kernels {
  /// In place, a part of a row of logits becomes exp(logit + bias − shift).
  ///
  /// Columns 0 ..< part.count of `logits` are columns `part` of the whole row, and of `bias` [1 × V].
  package static func exponentials(
    _ logits: Matrix, row: Int, part: Range<Int>, bias: Matrix, shift: Float
  ) -> RowPart {
    check(logits, row, part, bias)
    // Safe: the logits and the bias hold part.count elements from there on.
    return unsafe table.pointee.exponentials(
      logits.base + row * logits.columns, bias.base + part.lowerBound, part.count, shift)
  }

  private static func check(_ logits: Matrix, _ row: Int, _ part: Range<Int>, _ bias: Matrix) {
    precondition(
      row < logits.rows && part.count <= logits.columns && part.upperBound <= bias.columns
        && !part.isEmpty,
      "row \(row) of \(logits.rows), columns \(part) of \(bias.columns)")
  }
}

/// Logits of some rows and columns, and the exponentials that they become.
@safe package final class LogitGroup: @unchecked Sendable {
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

  /// The first `count` rows to exponentials: into `packed` from its corner on, and transposed into
  /// `transposed` from (part.lowerBound, first) on.
  ///
  /// Their softmax is that of rows `first` … of `rows`, which take in what these columns contribute. The
  /// exponential of a target is there alone and zero in both operands.
  package func packExponentials(
    count: Int, part: Range<Int>, bias: Matrix, rows: UnsafeSlots<SoftmaxRow>, first: Int,
    transposed: PackedMatrix
  ) {
    let product = packed.product
    precondition(
      count <= packed.count && part.count <= packed.depth && part.upperBound <= bias.columns
        && first >= 0 && first + count <= transposed.depth && part.upperBound <= transposed.count
        && first % product.rowGrain == 0 && part.lowerBound % product.rowGrain == 0,
      "\(count) rows from \(first) on, columns \(part)")
    guard product.packsExponentials else {
      exponentiate(count: count, part: part, bias: bias, rows: rows, first: first)
      let region = MatrixRegion(logits, rows: 0..<count, columns: 0..<part.count)
      packed.packPart(region, at: 0)
      transposed.packPart(region, transposed: true, firstLane: part.lowerBound, at: first)
      return
    }
    var group = unsafe ck_logits(
      start: logits.base, stride: logits.columns, rows: count, columns: part.count,
      bias: bias.base + part.lowerBound, first_column: part.lowerBound)
    // Safe: rows and columns lie inside the logits and both operands, and so do the panels and the
    // depth up to the next step, which they are padded to.
    unsafe product.kernel.pointee.pack_exponentials(
      &group, rows.pointer(to: first..<first + count), packed.bytes, packed.panelBytes,
      transposed.bytes + part.lowerBound / transposed.lanes * transposed.panelBytes,
      transposed.panelBytes, first)
  }

  /// As `packExponentials`, but the exponentials stay where the logits were.
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
