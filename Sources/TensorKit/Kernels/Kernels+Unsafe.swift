import CTensorKernels

/// The vector kernels of the table in use, over spans.
package enum Kernels {
  // Safe: the table is filled before it is handed out and never changes.
  static var table: UnsafePointer<ck_kernels> { unsafe ck_active() }

  /// The name of the table: "reference", "avx2", "avx512" or "neon".
  package static var name: String { unsafe String(cString: table.pointee.name) }

  /// Which paths exist on this machine, which were refused and why.
  package static var reason: String { unsafe String(cString: ck_detect().pointee.reason) }

  /// What to tell a user who named kernels that do not run here; nil if the choice was followed or none was made.
  package static var warning: String? {
    unsafe ck_detect().pointee.ignores_choice
      ? "TEXTAE_KERNELS names no kernels that run here and is ignored"
      : nil
  }

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

  /// In place, x[i] becomes exp(x[i]).
  package static func exp(_ x: inout MutableSpan<Float>) { unsafe map(&x, table.pointee.exp) }

  /// In place, x[i] becomes tanh(x[i]).
  package static func tanh(_ x: inout MutableSpan<Float>) { unsafe map(&x, table.pointee.tanh) }

  /// In place, x[i] becomes 1 / (1 + exp(−x[i])).
  package static func sigmoid(_ x: inout MutableSpan<Float>) {
    unsafe map(&x, table.pointee.sigmoid)
  }

  /// In place, a row of logits becomes log-probabilities.
  package static func logSoftmax(_ x: inout MutableSpan<Float>) {
    // Safe: the buffer holds x.count floats.
    unsafe x.withUnsafeMutableBufferPointer { x in
      guard let row = x.baseAddress else { return }
      unsafe table.pointee.log_softmax(row, x.count)
    }
  }

  private static func map(
    _ x: inout MutableSpan<Float>,
    _ kernel: (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int) -> Void
  ) {
    // Safe: the buffer holds x.count floats, and the kernels allow source and target to be the same.
    unsafe x.withUnsafeMutableBufferPointer { x in
      guard let row = x.baseAddress else { return }
      unsafe kernel(row, row, x.count)
    }
  }
}
