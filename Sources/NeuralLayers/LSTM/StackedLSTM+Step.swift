import TensorKit

extension StackedLSTM {
  /// One time step of a one-directional stack, for decoding token by token.
  ///
  /// `input` [B × in] is one token of each sentence; `states` [B × H] of each layer are updated.
  /// Afterwards `topOutput` holds the outputs: [B × H].
  package func step(_ input: Matrix, states: [LSTMLayer.InitialState], pool: WorkerPool) {
    precondition(!isBidirectional && states.count == layers.count, "\(states.count) states")
    let layout = SequenceLayout(lengths: Array(repeating: 1, count: input.rows))
    var read = input
    for (layer, state) in states.enumerated() {
      let direction = layers[layer][0]
      direction.forward(read, layout: layout, initial: state, pool: pool)
      state.hidden.copy(from: direction.output)
      direction.copyCells(into: state.cell, pool: pool)
      if layer + 1 < layers.count, addsInput(to: layer + 1) {
        let sum = inputs[layer + 1][0]
        sum.copy(from: direction.output)
        add(read, to: sum, pool)
        read = sum
      } else {
        read = direction.output
      }
    }
  }
}
