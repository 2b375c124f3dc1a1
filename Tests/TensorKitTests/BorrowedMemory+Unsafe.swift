import TensorKit

/// Floats on the heap that a test lends to a matrix.
@safe final class BorrowedMemory {
  private let start: UnsafeMutablePointer<Float>
  private let count: Int
  private let onEnd: () -> Void

  init(_ values: [Float], onEnd: @escaping () -> Void) {
    count = values.count
    self.onEnd = onEnd
    unsafe start = .allocate(capacity: values.count)
    // As many floats were just allocated.
    for (index, value) in values.enumerated() {
      unsafe (start + index).initialize(to: value)
    }
  }

  deinit {
    unsafe start.deallocate()
    onEnd()
  }

  /// A copy of the floats.
  var values: [Float] {
    // All floats are initialized.
    unsafe [Float](UnsafeBufferPointer(start: start, count: count))
  }

  /// A matrix over the floats.
  func matrix(rows: Int, columns: Int) -> Matrix {
    precondition(rows * columns == count)
    // The memory has rows × columns floats and is kept alive by `self`.
    return unsafe Matrix(rows: rows, columns: columns, borrowing: start, owner: self)
  }
}
