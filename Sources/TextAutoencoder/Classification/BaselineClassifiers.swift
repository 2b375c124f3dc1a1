import Classification
import FileFormats
import Foundation
import SkipGram
import TensorKit
import Tokenization

/// The classifiers that a sceptic would try first, trained on the same examples.
public struct BaselineClassifiers {
  /// The examples.
  public let texts: [String]
  /// The class of each text.
  public let labels: [String]
  /// How the logistic regressions learn.
  public var options = HeadOptions()
  /// The threads to use; the result does not depend on them.
  public let pool: WorkerPool

  /// Baselines for some examples.
  public init(texts: [String], labels: [String], pool: WorkerPool = WorkerPool()) {
    self.texts = texts
    self.labels = labels
    self.pool = pool
  }

  /// Logistic regression on the TF-IDF weights of all words of the examples.
  public func termWeights() throws -> TextClassifier {
    try .train(
      on: texts, labels: labels, features: TermFeatures(countedIn: texts), options: options,
      pool: pool)
  }

  /// Logistic regression on the means of word vectors.
  ///
  /// - Parameter model: the word vectors; nil trains skip-gram on the examples.
  /// - Returns: the classifier.
  /// - Throws: `ClassificationError`, and the errors of training skip-gram.
  public func meanOfWords(_ model: SkipGramModel? = nil) throws -> TextClassifier {
    let words = try model ?? trainSkipGram()
    return try .train(
      on: texts, labels: labels, features: VectorFeatures(WordPooling.mean.embedder(of: words)),
      options: options, pool: pool)
  }

  private func trainSkipGram() throws -> SkipGramModel {
    let base = FileManager.default.temporaryDirectory.path + "/textae-\(UUID().uuidString)"
    let file = try TextLines(texts, at: base + ".txt")
    defer {
      file.remove()
      try? FileManager.default.removeItem(atPath: base + ".tokens")
    }
    let tokenizer = try VocabularyBuilder(model: .word, vocabularySize: 40_000, lowercase: true)
      .build(from: [file.path], threads: pool.threads)
    let tokens = try TokenFile.build(
      corpora: [file.path], tokenizer: tokenizer, maximumLength: 1_000, at: base + ".tokens",
      threads: pool.threads)
    var configuration = SkipGramConfiguration.forInitialization
    configuration.seed = options.seed
    return try SkipGramModel.train(
      on: tokens, tokenizer: tokenizer, configuration: configuration, pool: pool)
  }
}
