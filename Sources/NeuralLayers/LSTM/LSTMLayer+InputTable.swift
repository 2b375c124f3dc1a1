import TensorKit

extension LSTMLayer {
  /// Sets row t of `table` [V × 4H] to W x for some rows x = `vectors`[t] of [V × E], with the same
  /// bits as in a step.
  func multiply(_ rows: [UInt32], of vectors: Matrix, into table: Matrix, pool: WorkerPool) {
    precondition(vectors.columns == inputSize, "\(vectors.columns) columns for \(inputSize)")
    let size = 128.roundedUp(to: product.leftRows)
    let blocks = stride(from: 0, to: rows.count, by: size).map {
      $0..<min(rows.count, $0 + size)
    }
    let scratch = (0..<pool.threads).map { _ in
      (
        inputs: Matrix(rows: size, columns: inputSize), packed: PackedMatrix(.left, product),
        products: Matrix(rows: size, columns: 4 * hiddenSize)
      )
    }
    pool.run(blocks.count) { number, worker in
      let block = blocks[number]
      let (inputs, left, products) = scratch[worker]
      inputs.gather(rows.span.extracting(block), of: vectors, from: [0], width: self.inputSize)
      // The depth of the weights, of which only the part for x is read.
      left.reserve(count: block.count, depth: self.joinedDepth)
      left.packPart(MatrixRegion(inputs, rows: 0..<block.count), at: 0)
      for gate in 0..<4 {
        left.multiplyBlock(
          rows: 0..<block.count, by: self.weights.joined[gate], columns: 0..<self.hiddenSize,
          depth: self.weights.hiddenOffset, into: products, row: 0,
          column: gate * self.hiddenSize, accumulate: false)
      }
      for (place, row) in rows[block].enumerated() {
        table.copyRow(Int(row), from: products, place)
      }
    }
  }
}
