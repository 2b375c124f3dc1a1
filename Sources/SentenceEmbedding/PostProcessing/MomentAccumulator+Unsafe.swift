import TensorKit

extension MomentAccumulator {
  /// Adds Σ x xᵀ over the vectors of a block to the upper triangle of `products`.
  static func accumulate(
    _ block: [Float], dimension n: Int, into products: inout [Double], pool: WorkerPool
  ) {
    unsafe block.withUnsafeBufferPointer { block in
      guard let x = block.baseAddress else { return }
      // The block holds whole vectors of n floats.
      unsafe DoubleVectors.addUpperProducts(
        x, x, rows: block.count / n, columns: n, to: &products, pool: pool)
    }
  }
}
