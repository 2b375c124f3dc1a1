import TensorKit

extension LSTMLayer {
  /// Back through time: gradients of the weights, of the input and of the initial state.
  ///
  /// `dOutput` [N × H] holds the gradient of `output` and is used up. `dInput` [N × E] is
  /// written unless nil; so is `dInitial`, [B × H] each, which goes with an initial state.
  package func backward(
    dOutput: Matrix, input: Matrix, layout: SequenceLayout, initial: InitialState? = nil,
    dInput: Matrix?, dInitial: InitialState? = nil, pool: WorkerPool
  ) {
    precondition(
      dOutput.rows == layout.rows && dOutput.columns == hiddenSize,
      "\(dOutput.rows) × \(dOutput.columns) for \(layout.rows) tokens of size \(hiddenSize)")
    let padded = product.paddedDepth(hiddenSize)
    tape.dCell.resize(rows: layout.count)
    tape.dCell.fill(0)
    for step in tape.steps { step.reserve(count: layout.count, depth: 4 * padded) }
    let parts = unitParts(pool)
    for time in stride(from: layout.steps - 1, through: 0, by: -1) {
      pool.runFixed(parts.count) { part, _ in
        self.stepBack(time, units: parts[part], layout, initial, dOutput)
      }
    }
    if let dInitial {
      dInitial.cell.copy(from: tape.dCell)
      dInitial.hidden.resize(rows: layout.count)
      tape.steps[0].multiply(by: weights.recurrentBack, into: dInitial.hidden, pool: pool)
    }
    collectPreviousOutputs(layout, initial, pool)
    gradientsOfWeights(input, pool)
    if let dInput {
      dInput.resize(rows: layout.rows)
      tape.gatesLeft.pack(MatrixRegion(tape.gates), pool: pool)
      tape.gatesLeft.multiply(by: weights.inputBack, into: dInput, pool: pool)
    }
  }

  /// One time step for some units: gradient from the step after, back through the gates, pack.
  private func stepBack(
    _ time: Int, units: Range<Int>, _ layout: SequenceLayout, _ initial: InitialState?,
    _ dOutput: Matrix
  ) {
    let row = layout.offsets[time]
    let count = layout.active[time]
    if time + 1 < layout.steps {
      tape.steps[(time + 1) % 2].multiplyBlock(
        rows: 0..<layout.active[time + 1], by: weights.recurrentBack, columns: units,
        into: dOutput, row: row, column: units.lowerBound, accumulate: true)
    }
    let isFirst = time == 0
    Kernels.lstmBackward(
      gates: tape.gates, row: row, count: count, units: units,
      previous: isFirst ? initial?.cell ?? tape.zeros : tape.cells,
      previousRow: isFirst ? 0 : layout.offsets[time - 1], cell: tape.cells, dOutput: dOutput,
      dCell: tape.dCell)
    if isFirst && initial == nil { return }
    let padded = product.paddedDepth(hiddenSize)
    for gate in 0..<4 {
      let from = gate * hiddenSize
      let columns = from + units.lowerBound..<from + units.upperBound
      tape.steps[time % 2].packPart(
        MatrixRegion(tape.gates, rows: row..<row + count, columns: columns),
        at: gate * padded + units.lowerBound)
    }
  }

  /// h' of every token, as rows of one matrix.
  private func collectPreviousOutputs(
    _ layout: SequenceLayout, _ initial: InitialState?, _ pool: WorkerPool
  ) {
    let previous = tape.previousOutput
    previous.resize(rows: layout.rows)
    pool.run(layout.steps) { time in
      for sentence in 0..<layout.active[time] {
        let row = layout.row(of: sentence, at: time)
        if time > 0 {
          previous.copyRow(row, from: self.output, layout.row(of: sentence, at: time - 1))
        } else if let initial {
          previous.copyRow(row, from: initial.hidden, sentence)
        } else {
          previous.clearRow(row)
        }
      }
    }
  }

  /// dW = dZᵀ x, dU = dZᵀ h', db = Σ dZ.
  private func gradientsOfWeights(_ input: Matrix, _ pool: WorkerPool) {
    for parameter in parameters { parameter.gradient.resize(rows: parameter.value.rows) }
    tape.gatesLeft.pack(MatrixRegion(tape.gates), transposed: true, pool: pool)
    tape.inputRight.pack(MatrixRegion(input), pool: pool)
    tape.gatesLeft.multiply(by: tape.inputRight, into: inputWeight.gradient, pool: pool)
    tape.inputRight.pack(MatrixRegion(tape.previousOutput), pool: pool)
    tape.gatesLeft.multiply(by: tape.inputRight, into: hiddenWeight.gradient, pool: pool)
    tape.gates.sumRows(into: inputBias.gradient, pool: pool)
    hiddenBias.gradient.copy(from: inputBias.gradient)
  }
}
