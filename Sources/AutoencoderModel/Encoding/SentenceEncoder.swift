import DataStructures
import TensorKit

/// Encodes many sentences in batches with common prefixes, and restores their order.
package final class SentenceEncoder {
  private let encoder: LatentEncoder
  private let pool: WorkerPool
  private var batch = TokenSequences()

  /// Sentences in a batch; does not affect the vectors.
  private static let batchSize = 512

  /// Takes an encoder whose weights are packed.
  package init(_ encoder: LatentEncoder, pool: WorkerPool) {
    self.encoder = encoder
    self.pool = pool
  }

  /// Writes the latents of sentences, each with its end token, to consecutive rows of `result`
  /// [· × dimension].
  package func encode(_ sentences: TokenSequences, into result: Matrix, firstRow: Int) {
    if sentences.count == 1 {
      return encoder.encode(sentences, into: result, rows: [firstRow], pool: pool)
    }
    encoder.encoder.prepare(for: sentences, pool: pool)
    let sorted = sentences.clustered()
    for start in stride(from: 0, to: sorted.count, by: Self.batchSize) {
      let numbers = sorted[start..<min(sorted.count, start + Self.batchSize)]
      batch.removeAll()
      for number in numbers { batch.append(number, of: sentences) }
      encoder.encode(batch, into: result, rows: numbers.map { firstRow + $0 }, pool: pool)
    }
  }

  /// The Gaussians of sentences, each with its end token; nil unless the latent has them.
  func gaussians(of sentences: [[UInt32]]) -> Gaussians? {
    let all = TokenSequences(sentences)
    encoder.encoder.prepare(for: all, pool: pool)
    let dimension = encoder.architecture.dimension
    let means = Matrix(rows: sentences.count, columns: dimension)
    let logVariances = Matrix(rows: sentences.count, columns: dimension)
    for start in stride(from: 0, to: sentences.count, by: Self.batchSize) {
      let rows = start..<min(sentences.count, start + Self.batchSize)
      encoder.encode(
        TokenSequences(Array(sentences[rows])), into: means, rows: Array(rows), pool: pool)
      guard let posterior = encoder.posterior(pool: pool) else { return nil }
      for (place, row) in rows.enumerated() {
        logVariances.copyRow(row, from: posterior.logVariances, place)
      }
    }
    return Gaussians(means: means, logVariances: logVariances)
  }
}

extension TokenSequences {
  /// The numbers of the sentences, with those of similar length and equal first tokens together.
  ///
  /// Only the first three tokens are compared: the order within a batch is found later.
  fileprivate func clustered() -> [Int] {
    let keys = (0..<count).map { sentence in
      // Rounded up to a power of two, so that one long sentence does not delay a batch of short
      // ones.
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
