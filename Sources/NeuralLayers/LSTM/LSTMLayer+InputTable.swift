import TensorKit

extension LSTMLayer {
  /// W x for every row x of a table of vectors [V × E]: [V × 4H], with the same bits as in a step.
  func inputTable(of vectors: Matrix, pool: WorkerPool) -> Matrix {
    precondition(vectors.columns == inputSize, "\(vectors.columns) columns for \(inputSize)")
    let table = Matrix(rows: vectors.rows, columns: 4 * hiddenSize)
    let size = 128.roundedUp(to: product.leftRows)
    let blocks = stride(from: 0, to: vectors.rows, by: size).map {
      $0..<min(vectors.rows, $0 + size)
    }
    let packed = (0..<pool.threads).map { _ in PackedMatrix(.left, product) }
    pool.run(blocks.count) { number, worker in
      let (block, left) = (blocks[number], packed[worker])
      // The depth of the weights, of which only the part for x is read.
      left.reserve(count: block.count, depth: self.weights.hiddenOffset + self.hiddenSize)
      left.packPart(MatrixRegion(vectors, rows: block), at: 0)
      for gate in 0..<4 {
        left.multiplyBlock(
          rows: 0..<block.count, by: self.weights.joined[gate], columns: 0..<self.hiddenSize,
          depth: self.weights.hiddenOffset, into: table, row: block.lowerBound,
          column: gate * self.hiddenSize, accumulate: false)
      }
    }
    return table
  }
}
