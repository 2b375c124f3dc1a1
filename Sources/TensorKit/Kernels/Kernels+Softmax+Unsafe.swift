import CTensorKernels

/// What a part of a row of logits contributes to the softmax of the row.
package typealias RowPart = ck_row_part

/// The softmax of rows too long to be held at once, part by part.
extension Kernels {
  /// The largest logit of a part of a row, biases included.
  ///
  /// Columns 0 ..< part.count of `logits` are columns `part` of the whole row, and of `bias` [1 × V].
  package static func largestLogit(
    _ logits: Matrix, row: Int, part: Range<Int>, bias: Matrix
  ) -> Float {
    check(logits, row, part, bias)
    // Safe: the logits and the bias hold part.count elements from there on.
    return unsafe table.pointee.largest_logit(
      logits.base + row * logits.columns, bias.base + part.lowerBound, part.count)
  }

  /// In place, a part of a row of logits becomes exp(logit + bias − shift).
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

/// Logits of some rows and columns, and what their softmax needs of them.
@safe package final class LogitGroup: @unchecked Sendable {
  /// The logits, from row and column 0 on.
  package let logits: Matrix
  /// What is subtracted from the logits of a row.
  package var shifts: [Float]
  /// The column of the target of a row, if it is one of these columns.
  package var targets: [UInt32]
  /// For each row, what these columns contribute.
  package var parts: [RowPart]
  /// For each row whose target is here, its exponential.
  package var targetExponentials: [Float]

  /// A column that is none.
  package static let noTarget = UInt32.max

  /// Room for a number of rows and columns.
  package init(rows: Int, columns: Int) {
    logits = Matrix(rows: rows, columns: columns)
    shifts = Array(repeating: 0, count: rows)
    targets = Array(repeating: LogitGroup.noTarget, count: rows)
    parts = Array(repeating: RowPart(largest: 0, sum: 0), count: rows)
    targetExponentials = Array(repeating: 0, count: rows)
  }

  /// The first `count` rows to exponentials, packed into `packed` from (`row`, part.lowerBound) on, and
  /// transposed into `transposed`; those of the targets are taken out. Fills `parts`.
  package func packExponentials(
    count: Int, part: Range<Int>, bias: Matrix, row: Int, into packed: PackedMatrix,
    transposed: PackedMatrix
  ) {
    precondition(
      count <= logits.rows && part.count <= logits.columns && part.upperBound <= bias.columns
        && row + count <= packed.count && part.upperBound <= transposed.count
        && row % packed.product.rowGrain == 0 && part.lowerBound % packed.product.rowGrain == 0,
      "\(count) rows from \(row) on, columns \(part)")
    guard packed.product.packsExponentials else {
      exponentiate(count: count, part: part, bias: bias)
      let region = MatrixRegion(logits, rows: 0..<count, columns: 0..<part.count)
      packed.packPart(region, firstLane: row, at: part.lowerBound)
      transposed.packPart(region, transposed: true, firstLane: part.lowerBound, at: row)
      return
    }
    // Safe: the arrays have logits.rows elements; rows and columns lie inside both operands, and so
    // do the panels and the depth up to the next step, which they are padded to.
    unsafe shifts.withUnsafeBufferPointer { shifts in
      unsafe targets.withUnsafeBufferPointer { targets in
        unsafe parts.withUnsafeMutableBufferPointer { parts in
          unsafe targetExponentials.withUnsafeMutableBufferPointer { exponentials in
            var group = unsafe ck_logits(
              start: logits.base, stride: logits.columns, rows: count, columns: part.count,
              bias: bias.base + part.lowerBound, shifts: shifts.baseAddress,
              targets: targets.baseAddress)
            unsafe packed.product.kernel.pointee.pack_exponentials(
              &group, packed.bytes + row / packed.lanes * packed.panelBytes, packed.panelBytes,
              part.lowerBound,
              transposed.bytes + part.lowerBound / transposed.lanes * transposed.panelBytes,
              transposed.panelBytes, row, parts.baseAddress, exponentials.baseAddress)
          }
        }
      }
    }
  }

  /// The first `count` rows to exponentials, in place, without those of the targets. Fills `parts`.
  package func exponentiate(count: Int, part: Range<Int>, bias: Matrix) {
    for row in 0..<count {
      parts[row] = Kernels.exponentials(
        logits, row: row, part: part, bias: bias, shift: shifts[row])
      guard targets[row] != LogitGroup.noTarget else { continue }
      let column = Int(targets[row])
      targetExponentials[row] = logits[row, column]
      logits[row, column] = 0
    }
  }
}
