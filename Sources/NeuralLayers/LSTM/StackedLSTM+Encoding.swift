import DataStructures
import TensorKit

extension StackedLSTM {
  /// Final states of sentences: the same bits as `forward` and `finalStates`, without a backward
  /// pass.
  ///
  /// The tokens are rows of `vectors` [V × in], which are not read with a `table` of their products.
  /// The state of sentence s goes to row `rows[s]` of
  /// `states` [· × directions · H]. A single sentence takes the path with the least delay.
  package func encode(
    _ sentences: TokenSequences, of vectors: Matrix, table: InputTable?, into states: Matrix,
    rows: [Int], pool: WorkerPool
  ) {
    precondition(sentences.count == rows.count, "\(sentences.count) sentences, \(rows.count) rows")
    var (sentences, vectors) = (sentences, vectors)
    var trees = self.trees(sentences)
    for (layer, directions) in layers.enumerated() {
      let isTop = layer == layers.count - 1
      for (direction, lstm) in directions.enumerated() {
        let input = LSTMLayer.EncoderInput(
          layer == 0 ? table?.products[direction] ?? vectors : vectors,
          isMultiplied: layer == 0 && table != nil)
        let selection =
          isTop
          ? LSTMLayer.OutputSelection.ends(states, rows: rows, column: direction * hiddenSize)
          : .all
        if sentences.count == 1 {
          lstm.encodeSentence(trees[direction].tokens, input, keeping: selection, pool: pool)
        } else {
          lstm.encode(trees[direction], input, keeping: selection, pool: pool)
        }
      }
      if isTop { break }
      // The output of one direction depends on a prefix alone, that of both on a token of a
      // sentence.
      let read = vectors
      if isBidirectional {
        vectors = inputs[layer + 1][0]
        join(trees, outputsOf: layer, into: vectors, pool)
        sentences = sentences.numbered
        trees = self.trees(sentences)
      } else {
        vectors = layers[layer][0].output
        trees[0].readNodes()
      }
      guard addsInput(to: layer + 1) else { continue }
      if !isBidirectional {
        vectors = inputs[layer + 1][0]
        vectors.copy(from: layers[layer][0].output)
      }
      add(read, to: vectors, pool)
    }
  }

  /// The tree of each direction.
  private func trees(_ sentences: TokenSequences) -> [PrefixTree] {
    layers[0].indices.map { PrefixTree(sentences, reversed: $0 == 1) }
  }

  /// The outputs of both directions side by side for every token: [tokens × 2H].
  private func join(
    _ trees: [PrefixTree], outputsOf layer: Int, into joined: Matrix, _ pool: WorkerPool
  ) {
    joined.resize(rows: trees[0].nodes.count)
    let (directions, size) = (layers[layer], hiddenSize)
    pool.run(joined.rows, grain: 64) { tokens in
      for token in tokens {
        for (direction, tree) in trees.enumerated() {
          joined.copyElements(
            size, toRow: token, column: direction * size, from: directions[direction].output,
            row: Int(tree.nodes[token]), column: 0)
        }
      }
    }
  }
}
