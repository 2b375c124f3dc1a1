extension Kernels {
  /// The products of one vector with consecutive rows: `scores[i] = Σ query[j] rows[i][j]`.
  ///
  /// `query` holds `columns` floats, `rows` count × columns, `scores` count. Each product is that
  /// of `dot`.
  package static func dots(
    _ query: UnsafePointer<Float>, rows: UnsafePointer<Float>, count: Int, columns: Int,
    into scores: UnsafeMutablePointer<Float>
  ) {
    guard let dot = unsafe table.pointee.dot else { return }
    for row in 0..<count {
      // Safe: the caller vouches for count rows of `columns` floats and as many scores.
      unsafe scores[row] = unsafe dot(query, rows + row * columns, columns)
    }
  }
}
