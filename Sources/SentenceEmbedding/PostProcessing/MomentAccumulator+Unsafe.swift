import TensorKit

extension MomentAccumulator {
  /// Adds Σ x xᵀ over the vectors of a block to the upper triangle of `products`.
  static func accumulate(
    _ block: [Float], dimension n: Int, into products: inout [Double], pool: WorkerPool
  ) {
    let rows = block.count / n
    unsafe block.withUnsafeBufferPointer { block in
      unsafe products.withUnsafeMutableBufferPointer { products in
        guard let source = block.baseAddress, let target = products.baseAddress else { return }
        // Both buffers outlive the loop, and every index writes a row of the target of its own.
        nonisolated(unsafe) let (x, y) = unsafe (source, target)
        pool.run(n) { i in
          let sums = unsafe y + i * n + i
          for row in 0..<rows {
            // Components i ..< n of vector `row`, against as many sums.
            let vector = unsafe x + row * n + i
            let factor = unsafe Double(vector[0])
            unsafe DoubleVectors.add(factor, times: vector, to: sums, count: n - i)
          }
        }
      }
    }
  }
}
