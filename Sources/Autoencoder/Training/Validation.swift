import DataStructures
import NeuralLayers
import TensorKit

/// Measures a network on held-out sentences.
struct Validation {
  let network: AutoencoderNetwork
  let decoder: SentenceDecoder
  let bosID: UInt32
  /// A sentence with a token that stands for an unknown word has not come back.
  let unknownID: UInt32?
  /// What the encoder reads of a batch while it is scored; nil for the sentences as they are, once.
  let views: ViewSampler?
  let pool: WorkerPool

  /// Sentences of a batch; no loss but those of contrast and overlap, which are of pairs of a batch, depends on it
  /// beyond rounding.
  private static let batchSize = 256
  /// Sentences that are decoded to see whether they come back.
  private static let sampleSize = 512

  struct Result {
    var score = BatchScore()
    var bleu = BLEU()
    var exact = 0
    var sampled = 0
  }

  /// Scores all sentences by every objective, and decodes the first ones if there is a trained decoder.
  func measure(_ sentences: ValidationSentences) throws -> Result {
    var result = Result()
    var (batch, number) = (TokenBatch(), 0)
    try sentences.forEachGroup { group in
      var order = LengthOrder()
      order.update(count: group.count) { group.length($0) }
      for start in stride(from: 0, to: group.count, by: Validation.batchSize) {
        let part = order.numbers[start..<min(group.count, start + Validation.batchSize)]
        batch.update(part, of: group, bosID: bosID) {
          views?.write(of: $0, step: number, to: &$1)
        }
        number += 1
        result.score.add(network.score(batch, pool: pool))
      }
      guard network.reconstructs else { return }
      decode(group, count: min(group.count, Validation.sampleSize - result.sampled), &result)
    }
    return result
  }

  /// Decodes the first `count` sentences of a group.
  private func decode(_ sentences: TokenSequences, count: Int, _ result: inout Result) {
    if count == 0 { return }
    // Training itself has no use for them.
    network.output.packWeights(pool: pool)
    var packed = PackedSentences()
    packed.update(sentences, count: count)
    network.encode(packed, pool: pool)
    let latents = Matrix(rows: 0, columns: network.architecture.dimension)
    latents.copy(from: network.activations.latent)
    for (number, decoded) in decoder.decode(latents).enumerated() {
      let reference = Array(sentences[number].dropLast())
      let isKnown = !reference.contains { $0 == unknownID }
      result.exact += isKnown && decoded.tokens == reference ? 1 : 0
      result.bleu.add(output: decoded.tokens, reference: reference)
      result.sampled += 1
    }
  }
}
