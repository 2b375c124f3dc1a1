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
    projectInput(input, pool)
    if let initial { packInitial(initial.hidden, pool) }
    let parts = unitParts(pool)
    for time in 0..<layout.steps {
      pool.runFixed(parts.count) { part, _ in
        self.step(time, units: parts[part], layout, initial)
      }
    }
  }

  private func prepare(_ layout: SequenceLayout) {
    output.resize(rows: layout.rows)
    tape.gates.resize(rows: layout.rows)
    tape.cells.resize(rows: layout.rows)
    if tape.zeros.rows < layout.count {
      tape.zeros.resize(rows: layout.count)
      tape.zeros.fill(0)
    }
    for step in tape.steps { step.reserve(count: layout.count, depth: hiddenSize) }
  }

  /// W x of all tokens in one product, before the loop over time.
  private func projectInput(_ input: Matrix, _ pool: WorkerPool) {
    tape.gatesLeft.pack(MatrixRegion(input), pool: pool)
    tape.gatesLeft.multiply(by: weights.input, into: tape.gates, pool: pool)
  }

  private func packInitial(_ hidden: Matrix, _ pool: WorkerPool) {
    pool.run(1) { _ in self.tape.steps[0].packPart(MatrixRegion(hidden), at: 0) }
  }

  /// One time step for some units: add U h', go through the gates, pack h for the next step.
  private func step(
    _ time: Int, units: Range<Int>, _ layout: SequenceLayout, _ initial: InitialState?
  ) {
    let row = layout.offsets[time]
    let count = layout.active[time]
    if time > 0 || initial != nil {
      for gate in 0..<4 {
        tape.steps[time % 2].multiplyBlock(
          rows: 0..<count, by: weights.recurrent[gate], columns: units, into: tape.gates, row: row,
          column: gate * hiddenSize + units.lowerBound, accumulate: true)
      }
    }
    let isFirst = time == 0
    Kernels.lstmForward(
      gates: tape.gates, bias: weights.bias, row: row, count: count, units: units,
      previous: isFirst ? initial?.cell ?? tape.zeros : tape.cells,
      previousRow: isFirst ? 0 : layout.offsets[time - 1], cell: tape.cells, output: output)
    guard time + 1 < layout.steps else { return }
    let next = row..<row + layout.active[time + 1]
    tape.steps[(time + 1) % 2].packPart(
      MatrixRegion(output, rows: next, columns: units), at: units.lowerBound)
  }
}
