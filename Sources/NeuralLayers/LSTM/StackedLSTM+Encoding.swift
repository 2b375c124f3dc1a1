import TensorKit

extension StackedLSTM {
  /// The products of all vectors of a vocabulary with the input weights of the bottom layer.
  ///
  /// With it a time step of the bottom layer is a copy and the recurrent product.
  package final class InputTable: Sendable {
    /// For each direction [V × 4H].
    fileprivate let products: [Matrix]

    fileprivate init(_ products: [Matrix]) {
      self.products = products
    }
  }

  /// The bytes of the table for a vocabulary.
  package func inputTableBytes(vocabularySize: Int) -> Int {
    vocabularySize * layers[0].count * 4 * hiddenSize * MemoryLayout<Float>.stride
  }

  /// Tables the products of `vectors` [V × in].
  package func inputTable(of vectors: Matrix, pool: WorkerPool) -> InputTable {
    InputTable(layers[0].map { $0.inputTable(of: vectors, pool: pool) })
  }

  /// Runs a batch for its final states alone: the bits of `forward` and `finalStates`.
  ///
  /// Token i of the layout is row `tokens[i]` of `vectors` [V × in]. The state of the sentence in place p
  /// goes to row `rows[p]` of `states` [· × directions · H].
  package func encode(
    _ tokens: [UInt32], of vectors: Matrix, table: InputTable?, layout: SequenceLayout,
    into states: Matrix, rows: [Int], pool: WorkerPool
  ) {
    let backward = isBidirectional ? mirrored(layout) : []
    for (layer, directions) in layers.enumerated() {
      let isTop = layer == layers.count - 1
      let below = layer > 0 ? joined(outputsOf: layer - 1, layout, pool) : vectors
      let order = layer > 0 ? (0..<UInt32(layout.rows)).map { $0 } : tokens
      for (direction, lstm) in directions.enumerated() {
        let read = direction == 0 ? order : backward.map { order[Int($0)] }
        let reading = LSTMLayer.Reading(
          layer == 0 ? table?.products[direction] ?? below : below,
          isMultiplied: layer == 0 && table != nil, rows: read)
        let kept = isTop ? LSTMLayer.Kept.last : .all
        if layout.count == 1 {
          lstm.encodeSentence(reading, layout: layout, keeping: kept, pool: pool)
        } else {
          lstm.encode(reading, layout: layout, keeping: kept, pool: pool)
        }
        if isTop {
          lstm.copyEncoded(into: states, rows: rows, column: direction * hiddenSize)
        } else {
          lstm.joinEncoded(rows: layout.rows, pool: pool)
        }
      }
    }
  }

  /// The row that a backward direction reads for each of its own.
  private func mirrored(_ layout: SequenceLayout) -> [UInt32] {
    (0..<layout.steps).flatMap { time in
      (0..<layout.active[time]).map { UInt32(layout.mirroredRow(of: $0, at: time)) }
    }
  }

  /// What the layer above reads: the outputs of a layer, those of two directions side by side.
  private func joined(
    outputsOf layer: Int, _ layout: SequenceLayout, _ pool: WorkerPool
  ) -> Matrix {
    guard isBidirectional else { return layers[layer][0].output }
    joinOutputs(of: layer, into: inputs[layer + 1][0], layout, pool)
    return inputs[layer + 1][0]
  }
}
