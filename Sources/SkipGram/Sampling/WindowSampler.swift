import DataStructures
import Foundation
import TensorKit

/// Everything that is needed to draw windows and negatives; threads share it, and it never changes.
struct WindowSampler: Sendable {
  /// What happens to a token: its row or −1, and the 32-bit threshold up to which it is kept.
  struct Fate {
    var row: Int32
    var keep: UInt32
  }

  let fates: [Fate]
  let negatives: AliasTable
  /// The probability that the most frequent word is drawn as a negative.
  let largestNoise: Double
  let configuration: SkipGramConfiguration
  let vocabulary: TrainingVocabulary

  init(vocabulary: TrainingVocabulary, configuration: SkipGramConfiguration) {
    let keep = vocabulary.keepProbabilities(threshold: configuration.subsamplingThreshold)
    fates = vocabulary.rows.map { row in
      guard row >= 0 else { return Fate(row: -1, keep: 0) }
      return Fate(row: row, keep: UInt32(min(0x1p32 - 1, keep[Int(row)] * 0x1p32)))
    }
    let noise = vocabulary.counts.map { pow(Double($0), 0.75) }
    negatives = AliasTable(weights: noise)
    largestNoise = (noise.max() ?? 0) / noise.reduce(0, +)
    self.configuration = configuration
    self.vocabulary = vocabulary
  }

  /// Negatives per window: as many as asked for, but at most the number of other words.
  var negativeCount: Int { min(configuration.negativeCount, vocabulary.counts.count - 1) }

  /// An empty plan for windows of this sampler.
  func makePlan() -> WindowPlan {
    WindowPlan(negativeCount: negativeCount, reach: configuration.windowSize)
  }

  /// The words of all passes.
  var totalWords: Int { vocabulary.wordCount * configuration.epochs }

  /// Words trained on before token `offset` of a chunk of `tokenCount` tokens, in proportion.
  func wordsDone(pass: Int, chunk: Int, offset: Int, tokenCount: Int) -> Double {
    let before = vocabulary.wordsBefore[chunk]
    let inside = vocabulary.wordsBefore[chunk + 1] - before
    let part = tokenCount > 0 ? Double(offset) / Double(tokenCount) : 0
    return Double(pass * vocabulary.wordCount + before) + Double(inside) * part
  }

  /// The learning rate after so many words, or after that part of the time limit if it is larger.
  func rate(afterWords words: Double, timeUsed: Double) -> Float {
    let left = Float(1 - max(words / Double(max(1, totalWords)), timeUsed))
    return configuration.learningRate * max(left, configuration.finalLearningRateFraction)
  }

  /// The random numbers of one sentence in one pass.
  func random(pass: Int, chunk: Int, sentence: Int) -> SplitMix64 {
    var stream = RandomStream(
      seed: configuration.seed, purpose: .skipGram, step: UInt64(pass),
      item: UInt64(chunk) << 32 | UInt64(sentence))
    return SplitMix64(seed: stream.next())
  }
}
