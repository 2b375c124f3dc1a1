import TensorKit

extension LSTMLayer {
  /// The state before the first token: h and c, each [B × H].
  package struct InitialState {
    package let hidden: Matrix
    package let cell: Matrix

    package init(hidden: Matrix, cell: Matrix) {
      self.hidden = hidden
      self.cell = cell
    }
  }

  /// Runs the batch; afterwards `output` holds h of every token.
  ///
  /// The rows of `input` [N × E] and `output` follow `layout`. Without an initial state, zeros are
  /// used.
  package func forward(
    _ input: Matrix, layout: SequenceLayout, initial: InitialState? = nil, pool: WorkerPool
  ) {
    precondition(
      input.rows == layout.rows && input.columns == inputSize,
      "\(input.rows) × \(input.columns) for \(layout.rows) tokens of size \(inputSize)")
    precondition(weights.bytes == nil, "the weights are packed for encoding alone")
    prepare(layout)
    // The optimizer packs the matrices that it updates, but not the sum of the biases.
    sumBiases()
    let parts = parts(pool)
    pool.runStatic(parts.count) { part, _ in
      parts[part].prepare(layout, initial)
      self.packInput(input, layout, time: 0, parts[part])
      if let initial {
        self.packHidden(
          MatrixRegion(initial.hidden, columns: parts[part].units), time: 0, parts[part])
      }
    }
    for time in 0..<layout.steps {
      pool.runStatic(parts.count) { part, _ in
        self.step(time, parts[part], input, layout, hasPrevious: time > 0 || initial != nil)
      }
    }
    gather({ $0.hidden }, { $0.units }, into: output, pool)
    clock?.mark("LSTM: forward in time")
  }

  private func prepare(_ layout: SequenceLayout) {
    output.resize(rows: layout.rows)
    for step in workspace.steps {
      step.reserve(count: layout.count, depth: weights.hiddenOffset + hiddenSize)
    }
  }

  /// One time step for some units: W x + U h' as one product, the gates, and h packed for the next.
  private func step(
    _ time: Int, _ part: UnitBlock, _ input: Matrix, _ layout: SequenceLayout, hasPrevious: Bool
  ) {
    let read = workspace.steps[time % 2]
    let row = layout.offsets[time]
    let next = time + 1 < layout.steps ? layout.active[time + 1] : 0
    for group in groups(layout.active[time]) {
      // Alternates the direction, so the weights that were read last and are still in the cache
      // come first.
      part.goesBack.toggle()
      for place in 0..<4 {
        let gate = part.goesBack ? 3 - place : place
        read.multiplyBlock(
          rows: group, by: weights.joined[gate], columns: part.units,
          depth: hasPrevious ? nil : weights.hiddenOffset, into: part.z, row: 0,
          column: part.columns(ofGate: gate).lowerBound, accumulate: false)
      }
      Kernels.lstmForward(
        part.block(group, time: time, layout), z: part.gates, bias: weights.bias,
        gates: part.activated(from: row + group.lowerBound), output: part.hidden,
        outputRow: row + group.lowerBound)
      let kept = group.clamped(to: 0..<max(next, group.lowerBound))
      if kept.isEmpty { continue }
      packHidden(
        MatrixRegion(part.hidden, rows: row + kept.lowerBound..<row + kept.upperBound),
        firstSentence: kept.lowerBound, time: time + 1, part)
    }
    if next > 0 { packInput(input, layout, time: time + 1, part) }
  }

  /// Packs x, for the columns of the block.
  private func packInput(_ input: Matrix, _ layout: SequenceLayout, time: Int, _ part: UnitBlock) {
    if part.inputs.isEmpty { return }
    let rows = layout.offsets[time]..<layout.offsets[time + 1]
    workspace.steps[time % 2].packPart(
      MatrixRegion(input, rows: rows, columns: part.inputs), at: part.inputs.lowerBound)
  }

  /// Packs h of some sentences, for the units of the block.
  func packHidden(
    _ hidden: MatrixRegion, firstSentence: Int = 0, time: Int, _ part: UnitBlock
  ) {
    if let bytes = weights.bytes {
      bytes.steps[time % 2].round(hidden, row: firstSentence, column: part.units.lowerBound)
    } else {
      workspace.steps[time % 2].packPart(
        hidden, firstLane: firstSentence, at: weights.hiddenOffset + part.units.lowerBound)
    }
  }

  /// Copies the cells c of every token of the last forward pass: [N × H].
  package func copyCells(into cells: Matrix, pool: WorkerPool) {
    guard let part = workspace.parts.first else { return }
    cells.resize(rows: output.rows)
    let before = part.cells.rows - output.rows
    gather({ $0.cells }, { $0.units }, from: before, into: cells, pool)
  }
}
