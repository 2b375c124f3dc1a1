import TensorKit

extension StackedLSTM {
  /// Runs a batch through all layers. `input` [N × in] must not change before the backward pass.
  ///
  /// `initial` holds a state for each layer of a one-directional stack, or is empty.
  package func forward(
    _ input: Matrix, layout: SequenceLayout, initial: [LSTMLayer.InitialState] = [],
    dropout: TrainingStep? = nil, pool: WorkerPool
  ) {
    for (layer, directions) in layers.enumerated() {
      if layer > 0 {
        joinOutputs(of: layer - 1, into: inputs[layer][0], layout, pool)
        if addsInput(to: layer) { add(inputs[layer - 1][0], to: inputs[layer][0], pool) }
        if let dropout {
          dropouts[layer].apply(
            to: inputs[layer][0], seed: dropout.seed, step: dropout.number, pool: pool)
        }
      }
      let read = layer == 0 ? input : inputs[layer][0]
      directions[0].forward(
        read, layout: layout, initial: initial.isEmpty ? nil : initial[layer], pool: pool)
      if isBidirectional {
        mirror(read, into: inputs[layer][1], layout, pool)
        directions[1].forward(inputs[layer][1], layout: layout, pool: pool)
      }
    }
  }

  /// The outputs of the top layer of a one-directional stack: [N × H].
  package var topOutput: Matrix {
    precondition(!isBidirectional, "the directions of a bidirectional stack are not joined")
    return layers[layers.count - 1][0].output
  }

  /// Writes the last h of the top layer for every sentence: [B × directions · H].
  ///
  /// Forward at the last token, backward at the first, as h_n of torch. The sentence at position p
  /// of the layout goes to row `order[p]`, by default p.
  package func finalStates(into states: Matrix, layout: SequenceLayout, order: [Int]? = nil) {
    states.resize(rows: layout.count)
    for (direction, layer) in layers[layers.count - 1].enumerated() {
      for sentence in 0..<layout.count {
        states.copyElements(
          hiddenSize, toRow: order?[sentence] ?? sentence, column: direction * hiddenSize,
          from: layer.output,
          row: layout.lastRow(of: sentence), column: 0)
      }
    }
  }

  /// Both directions side by side, in reading order: [N × directions · H].
  private func joinOutputs(
    of layer: Int, into joined: Matrix, _ layout: SequenceLayout, _ pool: WorkerPool
  ) {
    joined.resize(rows: layout.rows)
    let directions = layers[layer]
    let size = hiddenSize
    pool.run(layout.steps) { time in
      for sentence in 0..<layout.active[time] {
        let row = layout.row(of: sentence, at: time)
        joined.copyElements(
          size, toRow: row, column: 0, from: directions[0].output, row: row, column: 0)
        if directions.count == 2 {
          joined.copyElements(
            size, toRow: row, column: size, from: directions[1].output,
            row: layout.mirroredRow(of: sentence, at: time), column: 0)
        }
      }
    }
  }

  /// Adds each row to the row of the same number.
  func add(_ rows: Matrix, to sums: Matrix, _ pool: WorkerPool) {
    pool.run(sums.rows, grain: 64) { part in
      for row in part { Kernels.addRow(of: rows, row, to: sums, row) }
    }
  }

  /// Reverses the tokens of every sentence.
  private func mirror(
    _ rows: Matrix, into mirrored: Matrix, _ layout: SequenceLayout, _ pool: WorkerPool
  ) {
    mirrored.resize(rows: layout.rows)
    pool.run(layout.steps) { time in
      for sentence in 0..<layout.active[time] {
        mirrored.copyRow(
          layout.row(of: sentence, at: time), from: rows,
          layout.mirroredRow(of: sentence, at: time))
      }
    }
  }
}
