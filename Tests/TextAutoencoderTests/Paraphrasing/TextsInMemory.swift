import AutoencoderModel
import EnglishModel
import LanguageModel
import SkipGram
import TensorKit
import TextAutoencoder

/// Sentences in memory, with vectors of the English model.
struct TextsInMemory: SimilarTexts {
  let sentences: [String]
  let vectors: Matrix

  init(_ sentences: [String]) {
    self.sentences = sentences
    vectors = SentenceAutoencoder.english.embed(sentences)
  }

  func texts(
    near vector: Matrix, count: Int, pool: WorkerPool
  ) -> [(text: String, similarity: Double)] {
    let found = sentences.indices.map {
      (sentences[$0], Metric.cosine(vector, row: 0, vectors, row: $0))
    }
    return Array(found.sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(count))
  }
}

extension NGramModel {
  /// A model of sentences.
  init(of sentences: [String], order: Int = 4) {
    self.init(order: order)
    for sentence in sentences { add(sentence) }
  }
}

extension ParaphraseStandards {
  /// Standards that every sentence meets.
  static var none: ParaphraseStandards {
    var standards = ParaphraseStandards()
    standards.leastSimilarity = -1
    standards.mostUnlikely = 1_000
    standards.mostLostWords = 1
    standards.mostInventedWords = .max
    standards.mostSharedWords = 1
    standards.lengths = 0...1_000
    return standards
  }
}

extension Paraphraser {
  /// A paraphraser by the English model that shows whatever keeps the meaning.
  static func lenient(
    _ texts: [String], language: NGramModel? = nil, words: SkipGramModel? = nil
  ) -> Paraphraser {
    var paraphraser = Paraphraser(
      model: .english, language: language ?? NGramModel(of: texts), texts: TextsInMemory(texts),
      words: words, threads: 2)
    paraphraser.standards = .none
    paraphraser.options.count = 10_000
    return paraphraser
  }
}
