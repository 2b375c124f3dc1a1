/// A float for each row, wherever they are.
@safe struct FloatColumn: Sendable {
  private let rows: ByteRows

  /// Rows of four bytes.
  init(_ rows: ByteRows) {
    precondition(rows.stride == 4, "rows of \(rows.stride) bytes")
    self.rows = rows
  }

  @inline(__always) subscript(row: Int) -> Float {
    precondition(row >= 0 && row < rows.count, "\(row) of \(rows.count)")
    // The row is there, checked above, and any four bytes make a float.
    return unsafe rows.base.loadUnaligned(fromByteOffset: row * 4, as: Float.self)
  }
}
