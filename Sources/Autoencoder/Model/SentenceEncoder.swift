import NeuralLayers
import TensorKit

/// Encodes many sentences: sorted by length, in batches, the order restored.
final class SentenceEncoder {
  private let network: AutoencoderNetwork
  private let pool: WorkerPool
  private var layout = SequenceLayout()
  /// Token ids of a batch in the order of the layout.
  private var tokens: [UInt32] = []
  private var table: StackedLSTM.InputTable?
  /// Tokens encoded in batches since loading.
  private var tokenCount = 0

  /// Sentences of a batch; the vectors do not depend on it.
  private static let batchSize = 256
  /// Largest table of products with the input weights, in bytes.
  private static let mostTableBytes = 512 << 20

  init(network: AutoencoderNetwork, pool: WorkerPool) {
    self.network = network
    self.pool = pool
  }

  /// Writes the latents of sentences, each with its end mark, to consecutive rows of `result` [· × dimension].
  func encode(_ sentences: TokenList, into result: Matrix, firstRow: Int) {
    if sentences.count == 1 {
      encode(sentences, [0], into: result, firstRow)
      return
    }
    makeTable(for: sentences.tokens.count)
    let sorted = sentences.sortedByLength()
    for start in stride(from: 0, to: sorted.count, by: SentenceEncoder.batchSize) {
      let batch = sorted[start..<min(sorted.count, start + SentenceEncoder.batchSize)]
      encode(sentences, batch, into: result, firstRow)
    }
  }

  /// Encodes the sentences of the given numbers, the longest first.
  private func encode(
    _ sentences: TokenList, _ batch: ArraySlice<Int>, into result: Matrix, _ firstRow: Int
  ) {
    layout.update(lengths: batch.lazy.map { sentences.length($0) })
    tokens.removeAll(keepingCapacity: true)
    for time in 0..<layout.steps {
      for sentence in batch.prefix(layout.active[time]) {
        tokens.append(sentences.token(sentence, time))
      }
    }
    let vectors = network.encoderEmbedding.weight.value
    guard let bottleneck = network.bottleneck else {
      network.encoder.encode(
        tokens, of: vectors, table: table, layout: layout, into: result,
        rows: batch.map { firstRow + $0 }, pool: pool)
      return
    }
    let (states, latent) = (network.activations.finalState, network.activations.latent)
    states.resize(rows: batch.count)
    network.encoder.encode(
      tokens, of: vectors, table: table, layout: layout, into: states, rows: Array(0..<batch.count),
      pool: pool)
    bottleneck.forward(states, into: latent, pool: pool)
    for (row, sentence) in batch.enumerated() {
      result.copyRow(firstRow + sentence, from: latent, row)
    }
  }

  /// Tables the input products once so many tokens have come that it pays, if they are not too large.
  private func makeTable(for coming: Int) {
    tokenCount += coming
    let words = network.architecture.vocabularySize
    guard table == nil, tokenCount >= 2 * words,
      network.encoder.inputTableBytes(vocabularySize: words) <= SentenceEncoder.mostTableBytes
    else { return }
    table = network.encoder.inputTable(of: network.encoderEmbedding.weight.value, pool: pool)
  }
}

extension TokenList {
  /// The numbers of the sentences, the longest first, equally long ones in their order.
  func sortedByLength() -> [Int] {
    // Counting: there are few lengths and many sentences.
    var places: [Int] = []
    for sentence in 0..<count {
      let length = length(sentence)
      while places.count <= length { places.append(0) }
      places[length] += 1
    }
    var place = 0
    for length in places.indices.reversed() {
      place += places[length]
      places[length] = place - places[length]
    }
    var sorted = [Int](repeating: 0, count: count)
    for sentence in 0..<count {
      let length = length(sentence)
      sorted[places[length]] = sentence
      places[length] += 1
    }
    return sorted
  }
}
