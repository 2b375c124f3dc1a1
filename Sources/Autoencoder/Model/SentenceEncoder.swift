import NeuralLayers
import TensorKit

/// Encodes many sentences: sorted by length, in batches, the order restored.
final class SentenceEncoder {
  private let network: AutoencoderNetwork
  private let pool: WorkerPool
  private var packed = PackedSentences()

  /// Sentences of a batch; the vectors do not depend on it.
  private static let batchSize = 256

  init(network: AutoencoderNetwork, pool: WorkerPool) {
    self.network = network
    self.pool = pool
  }

  /// The latents of sentences, each with its end mark: [sentences.count × dimension].
  func encode(_ sentences: [[UInt32]]) -> Matrix {
    let result = Matrix(rows: sentences.count, columns: network.architecture.dimension)
    let sorted = sentences.indices.sorted {
      let (first, second) = (sentences[$0].count, sentences[$1].count)
      return first != second ? first > second : $0 < $1
    }
    for start in stride(from: 0, to: sorted.count, by: SentenceEncoder.batchSize) {
      let part = sorted[start..<min(sorted.count, start + SentenceEncoder.batchSize)]
      packed.update(part.map { sentences[$0] })
      network.encode(packed, pool: pool)
      for (row, sentence) in part.enumerated() {
        result.copyRow(sentence, from: network.activations.latent, row)
      }
    }
    return result
  }
}
