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
  /// `input` [N × E] and `output` lie as `layout` says. Without an initial state, it is zero.
  package func forward(
    _ input: Matrix, layout: SequenceLayout, initial: InitialState? = nil, pool: WorkerPool
  ) {
    precondition(
      input.rows == layout.rows && input.columns == inputSize,
      "\(input.rows) × \(input.columns) for \(layout.rows) tokens of size \(inputSize)")
    prepare(layout)
    let parts = parts(pool)
    for part in parts { part.activated.resize(rows: layout.rows) }
    pool.runFixed(parts.count) { part, _ in
      self.packInput(input, layout, time: 0, parts[part])
      if let initial { self.packHidden(initial.hidden, 0..<layout.count, time: 0, parts[part]) }
    }
    for time in 0..<layout.steps {
      pool.runFixed(parts.count) { part, _ in
        self.step(time, parts[part], input, layout, initial)
      }
    }
    clock?.mark("LSTM: forward in time")
  }

  private func prepare(_ layout: SequenceLayout) {
    output.resize(rows: layout.rows)
    tape.cells.resize(rows: layout.rows)
    if tape.zeros.rows < layout.count {
      tape.zeros.resize(rows: layout.count)
      tape.zeros.fill(0)
    }
    for step in tape.steps {
      step.reserve(count: layout.count, depth: weights.hiddenOffset + hiddenSize)
    }
  }

  /// One time step for some units: W x + U h' as one product, the gates, and h packed for the next step.
  private func step(
    _ time: Int, _ part: Part, _ input: Matrix, _ layout: SequenceLayout, _ initial: InitialState?
  ) {
    let read = tape.steps[time % 2]
    let hasPrevious = time > 0 || initial != nil
    let next = time + 1 < layout.steps ? layout.active[time + 1] : 0
    for group in groups(layout.active[time]) {
      for gate in 0..<4 {
        read.multiplyBlock(
          rows: group, by: weights.joined[gate], columns: part.units,
          depth: hasPrevious ? nil : weights.hiddenOffset, into: part.z, row: 0,
          column: part.columns(ofGate: gate).lowerBound, accumulate: false)
      }
      let block = block(group, part.units, time: time, layout, initial)
      Kernels.lstmForward(
        block, z: part.gates, bias: weights.bias,
        gates: part.activated(from: block.row), output: output)
      let kept = group.clamped(to: 0..<max(next, group.lowerBound))
      packHidden(output, kept, from: layout.offsets[time], time: time + 1, part)
    }
    if next > 0 { packInput(input, layout, time: time + 1, part) }
  }

  /// The cells of some sentences in a time step.
  func block(
    _ sentences: Range<Int>, _ units: Range<Int>, time: Int, _ layout: SequenceLayout,
    _ initial: InitialState?
  ) -> CellBlock {
    let first = sentences.lowerBound
    return CellBlock(
      count: sentences.count, units: units, cell: tape.cells, row: layout.offsets[time] + first,
      previous: time > 0 ? tape.cells : initial?.cell ?? tape.zeros,
      previousRow: (time > 0 ? layout.offsets[time - 1] : 0) + first)
  }

  /// Packs the part's columns of x.
  private func packInput(_ input: Matrix, _ layout: SequenceLayout, time: Int, _ part: Part) {
    if part.inputs.isEmpty { return }
    let rows = layout.offsets[time]..<layout.offsets[time + 1]
    tape.steps[time % 2].packPart(
      MatrixRegion(input, rows: rows, columns: part.inputs), at: part.inputs.lowerBound)
  }

  /// Packs the part's units of h of some sentences, whose rows begin at `from`.
  private func packHidden(
    _ hidden: Matrix, _ sentences: Range<Int>, from: Int = 0, time: Int, _ part: Part
  ) {
    if sentences.isEmpty { return }
    let rows = from + sentences.lowerBound..<from + sentences.upperBound
    tape.steps[time % 2].packPart(
      MatrixRegion(hidden, rows: rows, columns: part.units), firstLane: sentences.lowerBound,
      at: weights.hiddenOffset + part.units.lowerBound)
  }
}
