import AnomalyDetection
import AutoencoderModel
import AutoencoderTraining
import FileFormats
import Foundation
import TensorKit
import Tokenization

/// Fits anomaly detectors to normal texts or records, and writes them with their encoder.
///
/// ```swift
/// let training = AnomalyTraining(normal: lines)
/// try training.train(output: "mail.anomalies")
/// ```
public struct AnomalyTraining {
  /// The normal texts; records as sentences.
  public let texts: [String]
  /// How records became sentences; nil for texts.
  public let records: RecordEncoder?
  /// The encoder; nil trains an autoencoder on the texts.
  public var model: String?
  /// Seconds for that training.
  public var timeBudget = 60.0
  /// Passes over the texts in that training, at the most.
  public var epochs = 30
  /// The share of the normal texts whose scores are below the threshold.
  public var quantile = 0.99
  /// Labeled texts to choose the thresholds by, in place of the quantile; empty for none.
  public var tuning: [(text: String, isAnomalous: Bool)] = []
  /// The seed of all random numbers.
  public var seed: UInt64 = 1
  /// The number of threads; 0 for one per core. The result does not depend on it.
  public var threads = 0

  /// A fit to normal texts.
  public init(normal texts: [String], records: RecordEncoder? = nil) {
    (self.texts, self.records) = (texts, records)
  }

  /// Trains, fits and writes.
  ///
  /// - Parameters:
  ///   - output: the folder to write.
  ///   - existing: what to do if it exists.
  ///   - events: callbacks for the training of an encoder.
  ///   - progress: called with the number of texts encoded so far; throws to end the work.
  /// - Returns: the fitted detectors; nil if `events` asked to stop.
  /// - Throws: `AnomalyError`, and the errors of the encoder and of its training.
  @discardableResult
  public func train(
    output: String, existing: OverwritePolicy = .refuse, events: PipelineEvents = PipelineEvents(),
    progress: (_ texts: Int) throws -> Void = { _ in }
  ) throws -> AnomalyModel? {
    guard texts.count >= AnomalyModel.fewest else {
      throw AnomalyError.tooFewTexts(count: texts.count, needed: AnomalyModel.fewest)
    }
    let own = OwnEncoder(AnomalyFile.ownEncoder, of: output)
    if let model {
      let (found, file) = try fit(with: model, named: model, output: output, progress)
      try file.write(existing: existing)
      own.removeEarlier()
      return found
    }
    let fitted = try own.train(plan, on: texts, events: events) {
      try fit(with: $0.path, named: AnomalyFile.ownEncoder, output: output, progress)
    }
    guard let (found, file) = fitted else { return nil }
    try own.write { try file.write(existing: existing) }
    return found
  }

  /// Fits detectors to what an encoder makes of the texts.
  private func fit(
    with path: String, named name: String, output: String, _ progress: (Int) throws -> Void
  ) throws -> (AnomalyModel, AnomalyFile) {
    var options = ModelStore.Options()
    options.threads = threads
    let encoder = try AnomalyEncoder(ModelStore.open(path, options: options))
    let pool = WorkerPool(threads: threads)
    var found = try AnomalyModel.fit(
      encoder.observations(of: texts, progress: progress), quantile: quantile, seed: seed,
      pool: pool)
    if !tuning.isEmpty {
      found.tune(
        on: try encoder.observations(of: tuning.map(\.text), progress: progress),
        isAnomalous: tuning.map(\.isAnomalous), pool: pool)
    }
    let file = AnomalyFile(
      found, records: records, path: output, encoderPath: name,
      encoderChecksum: encoder.checksum, dimension: encoder.dimension)
    return (found, file)
  }

  /// Small: normal texts are few, and much alike.
  private var plan: TrainingPlan {
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .word, vocabularySize: 20_000, lowercase: true)
    plan.architecture.embeddingSize = records == nil ? 128 : 64
    plan.architecture.hiddenSize = records == nil ? 256 : 128
    plan.options.batchSize = 32
    plan.options.learningRate = 2e-3
    plan.options.maximumLength = max(100, records?.fields.count ?? 0)
    plan.options.softmaxSample = 4_096
    plan.options.epochs = epochs
    plan.options.seed = seed
    plan.timeBudget = timeBudget
    plan.threads = threads
    return plan
  }
}
