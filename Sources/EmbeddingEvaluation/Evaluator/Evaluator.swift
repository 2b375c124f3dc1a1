import SentenceEmbedding
import TensorKit

/// Evaluates embedders on files of examples.
///
/// ```swift
/// let evaluator = Evaluator(pool: WorkerPool())
/// let file = try EvaluationFile(path: "stsb-dev.csv")
/// let figures = try evaluator.evaluate(file, with: embedder).result
/// ```
///
/// Everything random depends on the seeds of the bootstrap and the probe. Any number of tasks may
/// use one evaluator at once; they share the threads of its pool.
public struct Evaluator: Sendable {
  /// What computes the intervals; nil for none.
  public var bootstrap: Bootstrap?
  /// What learns to classify vectors.
  public var probe: ClassificationProbe
  /// The threads to use.
  public let pool: WorkerPool

  /// An evaluator.
  public init(
    bootstrap: Bootstrap? = Bootstrap(), probe: ClassificationProbe = ClassificationProbe(),
    pool: WorkerPool
  ) {
    self.bootstrap = bootstrap
    self.probe = probe
    self.pool = pool
  }

  /// Evaluates an embedder on a file about sentences.
  ///
  /// - Parameters:
  ///   - file: any kind except those about words.
  ///   - embedder: what makes the vectors.
  ///   - training: for classification, a file to learn from instead of cross-validation; the probe
  ///     of word order has sentences of its own.
  /// - Returns: the figures, with the contribution of each example.
  /// - Throws: `EvaluationError`, `EvaluationFileError`, or what the embedder throws.
  public func evaluate(
    _ file: EvaluationFile, with embedder: any SentenceEmbedder, training: EvaluationFile? = nil
  ) throws -> Evaluation {
    switch (file.kind, file.content) {
    case (.similarity, .pairs), (.paraphrase, .pairs):
      return try evaluate(file, with: CosineSimilarity(embedder))
    case (.retrieval, .pairs(let pairs)):
      return try retrieve(file, pairs: pairs, with: embedder)
    case (.classification, .labeled(let test, let ownTraining)):
      var examples = ownTraining
      if case .labeled(let other, _)? = training?.content { examples = other }
      return try classify(file, test: test, training: examples, with: embedder)
    case (.documentRetrieval, .judgments):
      return try evaluate(file, with: CosineRanking(embedder, pool: pool))
    case (.wordOrder, .labeled(let test, let training)):
      return try classify(file, test: test, training: training, with: embedder)
    default: throw EvaluationError.needsWords(path: file.path)
    }
  }

  /// Evaluates anything that compares sentences on a file of scored pairs.
  ///
  /// - Throws: `EvaluationError` for files of another kind, or what `similarity` throws.
  public func evaluate(
    _ file: EvaluationFile, with similarity: any SentenceSimilarity
  ) throws -> Evaluation {
    guard file.kind == .similarity || file.kind == .paraphrase,
      case .pairs(let pairs) = file.content
    else {
      throw file.kind.isAboutWords
        ? EvaluationError.needsWords(path: file.path) : .needsVectors(path: file.path)
    }
    let scores = try similarity.similarities(of: pairs.map { ($0.first, $0.second) })
    return correlate(scores, with: pairs.map(\.score), result: EvaluationResult(file))
  }

  /// Evaluates word vectors on a file about words.
  ///
  /// A word that is missing is looked up in lower case; examples with a word that is still missing
  /// are left out and counted.
  ///
  /// - Throws: `EvaluationError` for files about sentences, or if no example is left.
  public func evaluate(_ file: EvaluationFile, with words: any WordVectors) throws -> Evaluation {
    switch (file.kind, file.content) {
    case (.wordSimilarity, .pairs(let pairs)):
      return try evaluate(file, pairs: pairs, with: words)
    case (.wordAnalogy, .analogies(let questions)):
      return try answer(questions, of: file, with: words)
    default: throw EvaluationError.needsSentences(path: file.path)
    }
  }

  /// Compares similarities with the scores of the same pairs.
  func correlate(
    _ scores: [Double], with gold: [Double], result start: EvaluationResult
  ) -> Evaluation {
    var result = start
    result.spearman = Correlation.spearman(scores, gold).ifFinite
    result.pearson = Correlation.pearson(scores, gold).ifFinite
    if let bootstrap, result.spearman != nil {
      let resampled = ResampledCorrelation(scores, gold)
      result.intervals["spearman"] = bootstrap.interval(count: gold.count, pool: pool) {
        resampled.spearman(counts: $0)
      }
      result.intervals["pearson"] = bootstrap.interval(count: gold.count, pool: pool) {
        resampled.pearson(counts: $0)
      }
    }
    if result.kind == .paraphrase {
      let detection = PairDetection(scores: scores, isPositive: gold.map { $0 > 0 })
      result.averagePrecision = detection.averagePrecision.ifFinite
      result.accuracy = detection.bestAccuracy
      result.f1 = detection.bestF1
    }
    return Evaluation(result: result, examples: scores, gold: gold)
  }

  /// The interval of a mean of contributions.
  func interval(ofMean values: [Double]) -> ConfidenceInterval? {
    guard let bootstrap, !values.isEmpty else { return nil }
    return bootstrap.interval(count: values.count, pool: pool) { weightedMean(values, counts: $0) }
  }
}

extension Double {
  /// The value, or nil if it is infinite or undefined.
  var ifFinite: Double? { isFinite ? self : nil }
}

/// The mean, undefined without values.
func mean(_ values: [Double]) -> Double {
  values.reduce(0, +) / Double(values.count)
}

/// Why a file cannot be put to a model.
public enum EvaluationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file asks about words, the model knows sentences only.
  case needsWords(path: String)
  /// The file asks about sentences, only words were given.
  case needsSentences(path: String)
  /// The file needs vectors, the model only compares pairs.
  case needsVectors(path: String)
  /// No example has all its words in the vocabulary.
  case nothingInVocabulary(path: String, examples: Int)

  /// Where it happened and what, as a clause.
  public var description: String {
    switch self {
    case .needsWords(let path):
      "\(path): asks about words, but the model embeds only sentences"
    case .needsSentences(let path):
      "\(path): asks about sentences, but the model embeds only words"
    case .needsVectors(let path):
      "\(path): needs a vector for each sentence, but the model only compares pairs"
    case .nothingInVocabulary(let path, let examples):
      "\(path): none of its \(examples) examples has all its words in the vocabulary"
    }
  }
}
