import TensorKit

extension StackedLSTM {
  /// The gradient of the outputs of the top layer, for the caller to fill: [N × directions · H].
  package var dTop: Matrix { dOutputs[layers.count - 1] }

  /// Sets `dTop` to the gradient of the final states alone: `dStates` [B × directions · H].
  ///
  /// `order` is that of `finalStates`.
  package func setFinalGradient(
    _ dStates: Matrix, layout: SequenceLayout, order: [Int]? = nil, pool: WorkerPool
  ) {
    let top = dTop
    top.resize(rows: layout.rows)
    pool.run(layout.rows, grain: 128) { rows in for row in rows { top.clearRow(row) } }
    for direction in 0..<layers[0].count {
      for sentence in 0..<layout.count {
        // The backward direction ends at the first token.
        let row = direction == 0 ? layout.lastRow(of: sentence) : layout.row(of: sentence, at: 0)
        dTop.copyElements(
          hiddenSize, toRow: row, column: direction * hiddenSize, from: dStates,
          row: order?[sentence] ?? sentence, column: direction * hiddenSize)
      }
    }
  }

  /// Backward through all layers, from `dTop`, with the arguments of `forward`.
  ///
  /// `dInput` [N × in] is set; `dInitial` holds the gradients of `initial`, layer by layer.
  package func backward(
    input: Matrix, layout: SequenceLayout, initial: [LSTMLayer.InitialState] = [],
    dInput: Matrix, dInitial: [LSTMLayer.InitialState] = [], dropout: TrainingStep? = nil,
    pool: WorkerPool
  ) {
    for layer in stride(from: layers.count - 1, through: 0, by: -1) {
      let read = layer == 0 ? input : inputs[layer][0]
      let dRead = layer == 0 ? dInput : dOutputs[layer - 1]
      if isBidirectional {
        splitGradient(of: layer, layout, pool)
        layers[layer][0].backward(
          dOutput: dDirections[0], input: read, layout: layout, dInput: dInputs[layer][0],
          pool: pool)
        layers[layer][1].backward(
          dOutput: dDirections[1], input: inputs[layer][1], layout: layout,
          dInput: dInputs[layer][1], pool: pool)
        joinGradients(of: layer, into: dRead, layout, pool)
      } else {
        layers[layer][0].backward(
          dOutput: dOutputs[layer], input: read, layout: layout,
          initial: initial.isEmpty ? nil : initial[layer], dInput: dRead,
          dInitial: dInitial.isEmpty ? nil : dInitial[layer], pool: pool)
      }
      // Its input is also part of what the layer above has read.
      if layer > 0, layer + 1 < layers.count, addsInput(to: layer + 1) {
        add(dOutputs[layer], to: dRead, pool)
      }
      if layer > 0, let dropout {
        dropouts[layer].apply(to: dRead, seed: dropout.seed, step: dropout.number, pool: pool)
      }
    }
  }

  private func splitGradient(of layer: Int, _ layout: SequenceLayout, _ pool: WorkerPool) {
    let (source, size) = (dOutputs[layer], hiddenSize)
    for direction in dDirections { direction.resize(rows: layout.rows) }
    pool.run(layout.steps) { time in
      for sentence in 0..<layout.active[time] {
        let row = layout.row(of: sentence, at: time)
        self.dDirections[0].copyElements(
          size, toRow: row, column: 0, from: source, row: row, column: 0)
        self.dDirections[1].copyElements(
          size, toRow: layout.mirroredRow(of: sentence, at: time), column: 0, from: source,
          row: row, column: size)
      }
    }
  }

  private func joinGradients(
    of layer: Int, into sum: Matrix, _ layout: SequenceLayout, _ pool: WorkerPool
  ) {
    sum.resize(rows: layout.rows)
    pool.run(layout.steps) { time in
      for sentence in 0..<layout.active[time] {
        let row = layout.row(of: sentence, at: time)
        sum.copyRow(row, from: self.dInputs[layer][0], row)
        Kernels.addRow(
          of: self.dInputs[layer][1], layout.mirroredRow(of: sentence, at: time), to: sum, row)
      }
    }
  }
}
