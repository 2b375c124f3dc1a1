import TensorKit

extension OutputLayer {
  /// From the exponentials of a segment to all gradients.
  func backward(_ segment: Segment, _ dInput: Matrix, _ pool: WorkerPool) {
    scaleStates(segment, pool)
    tape.targets.update(segment.targets)
    clock?.mark("output: packing")
    gradientOfStates(segment, dInput, pool)
    clock?.mark("output: gradient of the states")
    gradientsOfWeights(segment, pool)
    clock?.mark("output: gradient of the weights")
  }

  /// What turns the exponentials of a row into gradients of its logits: 1 / sN.
  private func factor(_ row: Int, _ segment: Segment) -> Float {
    Float(Double(segment.scale) / tape.rows[row].sum)
  }

  /// The gradient of the logit of the target: (p − 1) / N.
  private func targetGradient(_ row: Int, _ segment: Segment) -> Float {
    let state = tape.rows[row]
    return Float(Double(segment.scale) * (Double(state.targetExponential) / state.sum - 1))
  }

  /// h / sN and, as one more column, 1 / sN, which the gradient of the bias is summed with.
  private func scaleStates(_ segment: Segment, _ pool: WorkerPool) {
    let (scaled, size) = (tape.scaledStates, segment.input.columns)
    scaled.resize(rows: segment.rows.count)
    pool.run(scaled.rows, grain: 64) { rows in
      for row in rows {
        scaled.copyElements(
          size, toRow: row, column: 0, from: segment.input, row: segment.rows.lowerBound + row,
          column: 0)
        scaled[row, size] = 1
        Kernels.scaleRow(row, of: scaled, by: self.factor(row, segment))
      }
    }
    tape.scaledStatesRight.pack(MatrixRegion(scaled), pool: pool)
  }

  /// dh = (e W) / sN + (p − 1) / N W[target].
  private func gradientOfStates(_ segment: Segment, _ dInput: Matrix, _ pool: WorkerPool) {
    let blocks = WorkBlocks.even(
      segment.rows.count, largest: Blocks.productRows, grain: product.leftRows,
      threads: pool.threads)
    prepareResults(dInput.columns, pool)
    pool.run(blocks.count) { number, worker in
      let block = blocks[number]
      let product = self.tape.results[worker]
      self.tape.exponentials.multiplyBlock(
        rows: block, by: self.backwardWeights, columns: 0..<dInput.columns, into: product, row: 0,
        column: 0, accumulate: false)
      for row in block {
        let batchRow = segment.rows.lowerBound + row
        dInput.copyElements(
          dInput.columns, toRow: batchRow, column: 0, from: product, row: row - block.lowerBound,
          column: 0)
        Kernels.scaleRow(batchRow, of: dInput, by: self.factor(row, segment))
        Kernels.addRow(
          self.targetGradient(row, segment), of: self.weight.value, segment.target(row),
          to: dInput, batchRow)
      }
    }
  }

  /// Room for a block of a product in each thread.
  private func prepareResults(_ columns: Int, _ pool: WorkerPool) {
    while tape.results.count < pool.threads {
      tape.results.append(
        Matrix(rows: Blocks.productRows + product.leftRows, columns: columns + WorkBlocks.padding))
    }
  }

  /// dW (+)= eᵀ (h / sN) and db (+)= eᵀ (1 / sN), then what the targets add to their rows.
  private func gradientsOfWeights(_ segment: Segment, _ pool: WorkerPool) {
    let isFirst = segment.rows.lowerBound == 0
    if isFirst { bias.gradient.fill(0) }
    let blocks = WorkBlocks.even(
      vocabularySize, largest: Blocks.productRows, grain: product.leftRows, threads: pool.threads)
    pool.run(blocks.count) { number, worker in
      self.gradients(of: blocks[number], segment, isFirst, self.tape.results[worker])
    }
  }

  /// The gradients of the weights of some words.
  private func gradients(
    of words: Range<Int>, _ segment: Segment, _ isFirst: Bool, _ product: Matrix
  ) {
    let (size, weight) = (weight.gradient.columns, weight.gradient)
    tape.exponentialsTransposed.multiplyBlock(
      rows: words, by: tape.scaledStatesRight, columns: 0..<size + 1, into: product, row: 0,
      column: 0,
      accumulate: false)
    for word in words {
      let row = word - words.lowerBound
      bias.gradient[0, word] += product[row, size]
      if isFirst {
        weight.copyElements(size, toRow: word, column: 0, from: product, row: row, column: 0)
      } else {
        Kernels.addElements(size, of: product, row: row, to: weight, row: word, column: 0)
      }
    }
    for index in tape.targets.indices(of: words) {
      let word = tape.targets.tokens[index]
      tape.targets.forEachRow(ofTokenAt: index) { row in
        let gradient = self.targetGradient(row, segment)
        self.bias.gradient[0, word] += gradient
        Kernels.addRow(
          gradient, of: segment.input, segment.rows.lowerBound + row, to: weight, word)
      }
    }
  }
}
