import CTensorKernels

/// Kernels over vectors of floats.
extension Kernels {
  /// Σ x[i] y[i], over fixed lanes.
  package static func dot(_ x: Span<Float>, _ y: Span<Float>) -> Float {
    precondition(x.count == y.count, "\(x.count) against \(y.count)")
    // Safe: both buffers hold x.count floats.
    return unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        guard let from = x.baseAddress, let with = y.baseAddress else { return 0 }
        return unsafe table.pointee.dot(from, with, x.count)
      }
    }
  }

  /// Σ x[i]², over fixed lanes.
  package static func sumOfSquares(_ x: Span<Float>) -> Float {
    // Safe: the buffer holds x.count floats.
    unsafe x.withUnsafeBufferPointer { x in
      guard let from = x.baseAddress else { return 0 }
      return unsafe table.pointee.sum_of_squares(from, x.count)
    }
  }

  /// y += alpha × x.
  package static func axpy(_ alpha: Float, _ x: Span<Float>, _ y: inout MutableSpan<Float>) {
    precondition(x.count == y.count, "\(x.count) against \(y.count)")
    // Safe: both buffers hold x.count floats.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        guard let from = x.baseAddress, let to = y.baseAddress else { return }
        unsafe table.pointee.axpy(alpha, from, to, x.count)
      }
    }
  }

  /// x *= alpha.
  package static func scale(_ alpha: Float, _ x: inout MutableSpan<Float>) {
    // Safe: the buffer holds x.count floats.
    unsafe x.withUnsafeMutableBufferPointer { x in
      guard let to = x.baseAddress else { return }
      unsafe table.pointee.scale(alpha, to, x.count)
    }
  }

  /// x = tanh x.
  package static func tanh(_ x: inout MutableSpan<Float>) {
    // Safe: the buffer holds x.count floats.
    unsafe x.withUnsafeMutableBufferPointer { x in
      guard let to = x.baseAddress else { return }
      unsafe table.pointee.tanh(to, x.count)
    }
  }

  /// x = 1 / (1 + e⁻ˣ).
  package static func sigmoid(_ x: inout MutableSpan<Float>) {
    // Safe: the buffer holds x.count floats.
    unsafe x.withUnsafeMutableBufferPointer { x in
      guard let to = x.baseAddress else { return }
      unsafe table.pointee.sigmoid(to, x.count)
    }
  }

  /// Replaces a row of logits by log-probabilities.
  package static func logSoftmax(_ x: inout MutableSpan<Float>) {
    // Safe: the buffer holds x.count floats.
    unsafe x.withUnsafeMutableBufferPointer { x in
      guard let row = x.baseAddress else { return }
      unsafe table.pointee.log_softmax(row, x.count)
    }
  }

  /// The products of one vector with consecutive rows: `scores[i] = Σ query[j] rows[i][j]`.
  ///
  /// `query` holds `columns` floats, `rows` count × columns, `scores` count. Each product has the
  /// bits of `dot`.
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
