/// For each row the next one that is equal, wherever the numbers are.
@safe struct DuplicateColumn: Sendable {
  private let rows: ByteRows

  /// Rows of four bytes.
  init(_ rows: ByteRows) {
    precondition(rows.stride == 4, "rows of \(rows.stride) bytes")
    self.rows = rows
  }

  /// The row behind another one, which need not exist in a damaged file.
  subscript(row: Int) -> Int {
    precondition(row >= 0 && row < rows.count, "\(row) of \(rows.count)")
    // The row is there, checked above.
    return unsafe Int(rows.base.loadUnaligned(fromByteOffset: row * 4, as: UInt32.self))
  }
}
