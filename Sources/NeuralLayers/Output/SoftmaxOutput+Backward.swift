import TensorKit

extension SoftmaxOutput {
  /// The factor that turns the exponentials of a row into gradients of its logits: 1 / sN.
  private func factor(_ row: SoftmaxRow, _ segment: Segment) -> Float {
    Float(Double(segment.scale) / row.sum)
  }

  /// The gradient of the logit of the target: (p − 1) / N.
  private func targetGradient(_ row: SoftmaxRow, _ segment: Segment) -> Float {
    Float(Double(segment.scale) * (Double(row.target_exponential) / row.sum - 1))
  }

  /// dh = (e W) / sN + (p − 1) / N W[target], from e W.
  func finishGradient(_ segment: Segment, _ dInput: Matrix, _ pool: WorkerPool) {
    let (rowStates, sums) = (workspace.rows, workspace.dStates)
    pool.run(segment.rows.count, grain: 64) { rows in
      for row in rows {
        let (state, batchRow) = (rowStates[row], segment.rows.lowerBound + row)
        dInput.copyElements(
          dInput.columns, toRow: batchRow, column: 0, from: sums[0], row: row, column: 0)
        for sum in sums.dropFirst() {
          Kernels.addElements(
            dInput.columns, of: sum, row: row, to: dInput, row: batchRow, column: 0)
        }
        Kernels.scaleRow(batchRow, of: dInput, by: self.factor(state, segment))
        Kernels.addRow(
          self.targetGradient(state, segment), of: self.weight.value, Int(state.target),
          to: dInput, batchRow)
      }
    }
  }

  /// h / sN and, as one more column, 1 / sN for the gradient of the bias.
  private func scaleStates(_ segment: Segment, _ pool: WorkerPool) {
    let (scaled, size) = (workspace.scaledStates, segment.input.columns)
    let rowStates = workspace.rows
    scaled.resize(rows: segment.rows.count)
    pool.run(scaled.rows, grain: 64) { rows in
      for row in rows {
        scaled.copyElements(
          size, toRow: row, column: 0, from: segment.input, row: segment.rows.lowerBound + row,
          column: 0)
        scaled[row, size] = 1
        Kernels.scaleRow(row, of: scaled, by: self.factor(rowStates[row], segment))
      }
    }
    workspace.scaledStatesRight.pack(MatrixRegion(scaled), pool: pool)
  }

  /// dW (+)= eᵀ (h / sN) and db (+)= eᵀ (1 / sN), then the terms of the targets.
  func gradientsOfWeights(_ segment: Segment, _ pool: WorkerPool) {
    scaleStates(segment, pool)
    workspace.targets.update(segment.targets)
    clock?.mark("output: packing the states")
    let isFirst = segment.rows.lowerBound == 0
    if isFirst { bias.gradient.fill(0) }
    weight.rowSquares.resize(rows: vocabularySize)
    let largest = Tiling.gradientRows(tokens: segment.rows.count, product)
    let blocks = Tiling.even(
      vocabularySize, largest: largest, grain: product.leftRows, threads: pool.threads)
    while workspace.results.count < pool.threads {
      workspace.results.append(
        Matrix(
          rows: Tiling.largestGradientRows + product.leftRows,
          columns: weight.columns + Tiling.padding))
    }
    pool.run(blocks.count) { number, worker in
      self.gradients(of: blocks[number], segment, isFirst, self.workspace.results[worker])
    }
    clock?.mark("output: gradient of the weights")
  }

  /// Computes the gradients of the weights of some words.
  private func gradients(
    of words: Range<Int>, _ segment: Segment, _ isFirst: Bool, _ product: Matrix
  ) {
    let (size, rowStates) = (weight.gradient.columns, workspace.rows)
    workspace.exponentialsTransposed.multiplyBlock(
      rows: words, by: workspace.scaledStatesRight, columns: 0..<size + 1, into: product, row: 0,
      column: 0,
      accumulate: false)
    for word in words {
      let row = word - words.lowerBound
      bias.gradient[0, word] += product[row, size]
      if !isFirst {
        Kernels.addElements(size, of: weight.gradient, row: word, to: product, row: row, column: 0)
      }
    }
    for index in workspace.targets.indices(of: words) {
      let word = workspace.targets.tokens[index]
      workspace.targets.forEachRow(ofTokenAt: index) { row in
        let gradient = self.targetGradient(rowStates[row], segment)
        self.bias.gradient[0, word] += gradient
        Kernels.addElements(
          size, times: gradient, of: segment.input, row: segment.rows.lowerBound + row,
          to: product, row: word - words.lowerBound, column: 0)
      }
    }
    for word in words {
      weight.setGradient(row: word, from: product, row: word - words.lowerBound, column: 0)
    }
  }
}
