extension Matrix {
  /// Copies row `from` of `source` over row `to` of this matrix; both have as many columns.
  package func copyRow(_ to: Int, from source: Matrix, _ from: Int) {
    precondition(
      source.columns == columns && from < source.rows && to < rows,
      "row \(from) of \(source.rows) × \(source.columns) to row \(to) of \(rows) × \(columns)")
    // Safe: both rows lie inside their matrices.
    unsafe (base + to * columns).update(from: source.base + from * columns, count: columns)
  }

  /// Copies `count` elements of row `from`, from `fromColumn` on, to row `to`, column `toColumn`.
  package func copyElements(
    _ count: Int, toRow to: Int, column toColumn: Int, from source: Matrix, row from: Int,
    column fromColumn: Int
  ) {
    precondition(
      from < source.rows && fromColumn + count <= source.columns && to < rows
        && toColumn + count <= columns,
      "\(count) elements at (\(from), \(fromColumn)) to (\(to), \(toColumn))")
    // Safe: both ranges lie inside one row of their matrix.
    unsafe (base + to * columns + toColumn).update(
      from: source.base + from * source.columns + fromColumn, count: count)
  }

  /// Copies columns of row `rows[i]` of `source` to row `first` + i of this matrix, for all i.
  ///
  /// The `width` columns from each of `starts` on are put side by side in this matrix.
  package func gather(
    _ rows: Span<UInt32>, of source: Matrix, from starts: [Int], width: Int, to first: Int = 0
  ) {
    precondition(
      first >= 0 && first + rows.count <= self.rows && starts.count * width <= columns
        && starts.allSatisfy { $0 >= 0 && $0 + width <= source.columns },
      "\(first) + \(rows.count) rows of \(starts) + \(width) in \(self.rows) × \(columns)")
    let (limit, stride, width) = (source.rows, source.columns, width)
    unsafe rows.withUnsafeBufferPointer { rows in
      for index in 0..<rows.count {
        let row = unsafe rows[index]
        precondition(row < limit, "row \(row) of \(limit)")
        // Safe: the rows and the columns were checked, and lie inside their matrices.
        let from = unsafe source.base + Int(row) * stride
        let to = unsafe base + (first + index) * columns
        for (number, start) in starts.enumerated() {
          unsafe (to + number * width).update(from: from + start, count: width)
        }
      }
    }
  }

  /// Sets the elements of row `index` to zero.
  package func clearRow(_ index: Int) {
    precondition(index < rows, "row \(index) of \(rows)")
    // Safe: the row lies inside the matrix.
    unsafe (base + index * columns).update(repeating: 0, count: columns)
  }

  /// Sets the elements in use of this matrix from raw little-endian floats: [rows × columns].
  package func load(_ floats: UnsafeBufferPointer<Float>) {
    precondition(floats.count == rows * columns, "the shapes differ")
    guard let source = floats.baseAddress else { return }
    // Safe: both hold rows × columns floats.
    unsafe base.update(from: source, count: rows * columns)
  }
}
