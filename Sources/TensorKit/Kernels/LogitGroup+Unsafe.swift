import CTensorKernels

extension LogitGroup {
  /// Packs the exponentials of the first `count` rows, as they are and transposed.
  ///
  /// They go into `packed` from its corner on, and into `transposed` from (part.lowerBound, first)
  /// on. What these columns contribute is added to `rows` from `first` on. The exponential of a
  /// target is only kept there, and is zero in both operands.
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
    // Safe: rows and columns lie inside the logits and both operands, and so does the padding of
    // panels and depth.
    unsafe product.kernel.pointee.pack_exponentials(
      &group, rows.pointer(to: first..<first + count), packed.bytes, packed.panelBytes,
      transposed.bytes + part.lowerBound / transposed.lanes * transposed.panelBytes,
      transposed.panelBytes, first)
  }
}
