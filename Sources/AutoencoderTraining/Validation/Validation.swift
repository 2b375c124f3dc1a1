import AutoencoderModel
import DataStructures
import NeuralLayers
import TensorKit

/// Measures a network on held-out sentences.
struct Validation {
  let network: AutoencoderNetwork
  let decoder: SentenceDecoder
  let bosID: UInt32
  /// A reconstruction with this token is never an exact match.
  let unknownID: UInt32?
  /// The views that the encoder reads for scoring; nil if it reads each clean sentence once.
  let views: ViewSampler?
  /// The teacher of the sentences; nil without one.
  let teacher: TeacherVectors?
  /// The classes of the sentences; nil without them.
  let labels: SentenceLabels?
  let pool: WorkerPool

  /// Sentences in a batch. Only contrast, lexical and distill, losses of pairs, depend on it
  /// beyond rounding.
  private static let batchSize = 256
  /// Sentences that are decoded to count exact matches.
  static let sampleSize = 512

  struct Result {
    var score = BatchScore()
    var bleu = BLEU()
    var exact = 0
    var sampled = 0
  }

  /// Scores all sentences, and the pairs, by every objective, and decodes the first sentences if the
  /// decoder is trained. Between batches, `check` may throw to leave the rest undone.
  func measure(
    _ sentences: ValidationSentences, _ pairs: SentencePairs?, check: () throws -> Void = {}
  ) throws -> Result {
    var result = Result()
    var (batch, number) = (TokenBatch(), 0)
    try sentences.forEachGroup { group in
      var order = LengthOrder()
      order.update(count: group.count) { group.tokens.length($0) }
      for start in stride(from: 0, to: group.count, by: Validation.batchSize) {
        let part = order.numbers[start..<min(group.count, start + Validation.batchSize)]
        fill(&batch, part, of: group, number: number)
        number += 1
        result.score.add(network.score(batch, pool: pool))
        try check()
      }
      guard network.trainsDecoder else { return }
      decode(group.tokens, count: min(group.count, Validation.sampleSize - result.sampled), &result)
    }
    if let pairs { score(pairs).terms.forEach { result.score.append($0) } }
    return result
  }

  /// Scores pairs in batches of similar length.
  private func score(_ pairs: SentencePairs) -> BatchScore {
    var (batch, score) = (TokenBatch(), BatchScore())
    var order = LengthOrder()
    order.update(count: pairs.count) { pairs.length($0) }
    for start in stride(from: 0, to: pairs.count, by: Validation.batchSize) {
      batch.update(
        pairs: order.numbers[start..<min(pairs.count, start + Validation.batchSize)], of: pairs)
      score.add(network.score(batch, pool: pool))
    }
    return score
  }

  /// Fills batch `number` with sentences of a group.
  private func fill(
    _ batch: inout TokenBatch, _ part: ArraySlice<Int>, of group: CorpusSentences, number: Int
  ) {
    batch.update(part, of: group.tokens, bosID: bosID) {
      views?.write(of: $0, step: number, to: &$1)
    }
    if let teacher { batch.readTeacher(teacher, lines: group.lines) }
    if let labels { batch.readLabels(labels, lines: group.lines) }
  }

  /// Encodes at most `count` of the first sentences; returns how many tokens they have.
  func encode(first count: Int, of sentences: ValidationSentences) throws -> Int {
    var packed = PackedSentences()
    let group = try sentences.firstGroup()
    packed.update(group.tokens, count: min(count, group.count))
    _ = network.encoder.forward(packed, pool: pool)
    return packed.tokens.count
  }

  /// Scores at most `count` of the first sentences; returns how many tokens they have.
  func score(first count: Int, of sentences: ValidationSentences) throws -> Int {
    var batch = TokenBatch()
    let group = try sentences.firstGroup()
    fill(&batch, Array(0..<min(count, group.count))[...], of: group, number: 0)
    _ = network.score(batch, pool: pool)
    return batch.tokenCount
  }

  /// Decodes the first `count` sentences of a group.
  private func decode(_ sentences: TokenSequences, count: Int, _ result: inout Result) {
    if count == 0 { return }
    // Training does not use packed output weights.
    network.decoder.output.packWeights(for: .inference, pool: pool)
    var packed = PackedSentences()
    packed.update(sentences, count: count)
    let latents = network.encoder.forward(packed, pool: pool)
    for (number, decoded) in decoder.decode(latents).enumerated() {
      let reference = Array(sentences[number].dropLast())
      let isKnown = !reference.contains { $0 == unknownID }
      result.exact += isKnown && decoded.tokens == reference ? 1 : 0
      result.bleu.add(output: decoded.tokens, reference: reference)
      result.sampled += 1
    }
  }
}
