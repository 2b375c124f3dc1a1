import DataStructures
import SkipGram
import TensorKit

/// Sentences in memory.
struct ArraySource: SentenceSource {
  var chunks: [TokenSequences]

  var chunkCount: Int { chunks.count }

  func chunk(_ index: Int) throws -> TokenSequences { chunks[index] }

  /// Cuts sentences of tokens into chunks.
  init(_ sentences: [[UInt32]], perChunk: Int = 100) {
    chunks = stride(from: 0, to: sentences.count, by: perChunk).map { first in
      TokenSequences(Array(sentences[first..<min(first + perChunk, sentences.count)]))
    }
  }
}

/// A made-up language of two topics, whose words occur with others of their topic only.
enum ToyCorpus {
  static let special = ["<pad>", "<unk>", "<s>", "</s>", "<blank>"]
  static let sea = ["ship", "wave", "sail", "harbour", "anchor", "tide"]
  static let kitchen = ["bread", "oven", "flour", "butter", "spoon", "salt"]
  static let tokens = special + sea + kitchen

  /// Sentences of six words of one topic, each with its end mark.
  static func source(sentences: Int = 400, perChunk: Int = 50) -> ArraySource {
    var random = RandomStream(seed: 11, purpose: .testData)
    return ArraySource(
      (0..<sentences).map { _ in
        let first: UInt32 = random.below(2) == 0 ? 5 : 11
        return (0..<6).map { _ in first + random.below(6) } + [3]
      }, perChunk: perChunk)
  }

  static var configuration: SkipGramConfiguration {
    var configuration = SkipGramConfiguration()
    configuration.dimension = 20
    configuration.epochs = 3
    configuration.subsamplingThreshold = 0
    configuration.learningRate = 0.05
    return configuration
  }

  /// A model trained on the language.
  static func model(
    _ configuration: SkipGramConfiguration = ToyCorpus.configuration, threads: Int = 1
  ) throws -> SkipGramModel {
    try SkipGramModel.train(
      on: source(), tokens: tokens, configuration: configuration,
      pool: WorkerPool(threads: threads))
  }
}
