import DataStructures
import NeuralLayers
import TensorKit

/// Encodes many sentences in batches that begin alike, and restores their order.
final class SentenceEncoder {
  private let network: AutoencoderNetwork
  private let pool: WorkerPool
  private var batch = TokenSequences()
  private var table: StackedLSTM.InputTable?
  /// Tokens encoded in batches since loading.
  private var tokenCount = 0

  /// Sentences of a batch; the vectors do not depend on it.
  private static let batchSize = 512
  /// Largest table of products with the input weights, in bytes.
  private static let mostTableBytes = 512 << 20

  init(network: AutoencoderNetwork, pool: WorkerPool) {
    self.network = network
    self.pool = pool
  }

  /// Writes the latents of sentences, each with its end mark, to consecutive rows of `result` [· × dimension].
  func encode(_ sentences: TokenSequences, into result: Matrix, firstRow: Int) {
    if sentences.count == 1 { return encode(sentences, into: result, rows: [firstRow]) }
    makeTable(for: sentences.tokens.count)
    let sorted = sentences.clustered()
    for start in stride(from: 0, to: sorted.count, by: SentenceEncoder.batchSize) {
      let numbers = sorted[start..<min(sorted.count, start + SentenceEncoder.batchSize)]
      batch.removeAll()
      for number in numbers { batch.append(number, of: sentences) }
      encode(batch, into: result, rows: numbers.map { firstRow + $0 })
    }
  }

  /// Encodes a batch; the latent of its sentence s goes to row `rows[s]`.
  private func encode(_ batch: TokenSequences, into result: Matrix, rows: [Int]) {
    let vectors = network.encoderEmbedding.weight.value
    guard let bottleneck = network.bottleneck else {
      network.encoder.encode(
        batch, of: vectors, table: table, into: result, rows: rows, pool: pool)
      return
    }
    let (states, latent) = (network.activations.finalState, network.activations.latent)
    states.resize(rows: batch.count)
    network.encoder.encode(
      batch, of: vectors, table: table, into: states, rows: Array(0..<batch.count), pool: pool)
    bottleneck.forward(states, into: latent, pool: pool)
    for (place, row) in rows.enumerated() { result.copyRow(row, from: latent, place) }
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

extension TokenSequences {
  /// The numbers of the sentences, those of similar length that begin with the same tokens together.
  ///
  /// Only the first three tokens are looked at: the order within a batch is found later.
  fileprivate func clustered() -> [Int] {
    let keys = (0..<count).map { sentence in
      // Up to a power of two, so that long sentences do not keep a batch of short ones waiting.
      let length = length(sentence)
      var key = UInt64(Int.bitWidth - (length - 1).leadingZeroBitCount) & 0xF
      for time in 0..<3 {
        key = key << 20 | (time < length ? UInt64(token(sentence, time)) & 0xFFFFF : 0)
      }
      return (key: key, sentence: sentence)
    }
    return keys.sorted { ($0.key, $0.sentence) < ($1.key, $1.sentence) }.map(\.sentence)
  }
}
