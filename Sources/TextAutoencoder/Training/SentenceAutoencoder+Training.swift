import AutoencoderModel
import FileFormats
import Foundation
import TensorKit

extension SentenceAutoencoder {
  /// Trains a model on sentences in memory and loads it.
  ///
  /// ```swift
  /// let model = try SentenceAutoencoder.train(on: sentences, output: "mine.textae")
  /// ```
  /// A line break inside a sentence becomes a space.
  ///
  /// - Parameters:
  ///   - sentences: the text to train on; a useful model needs at least thousands.
  ///   - output: the model directory to write, usually NAME.textae.
  ///   - plan: changes of the defaults.
  ///   - events: callbacks for progress and interruption.
  /// - Returns: the trained model.
  /// - Throws: the errors of `TrainingPipeline.train()`.
  public static func train(
    on sentences: [String], output: String, plan: TrainingPlan = TrainingPlan(),
    events: PipelineEvents = PipelineEvents()
  ) throws -> SentenceAutoencoder {
    let file = try TextLines(sentences, at: output + ".\(UUID().uuidString).txt")
    // The token file holds all that training reads.
    defer { file.remove() }
    return try train(onFiles: [file.path], output: output, plan: plan, events: events)
  }

  /// Trains a model on text files, one sentence per line, and loads it.
  ///
  /// - Parameters:
  ///   - paths: corpora; those that end in `.gz` are decompressed.
  ///   - output: the model directory to write, usually NAME.textae.
  ///   - plan: changes of the defaults.
  ///   - events: callbacks for progress and interruption.
  /// - Returns: the trained model.
  /// - Throws: the errors of `TrainingPipeline.train()`.
  public static func train(
    onFiles paths: [String], output: String, plan: TrainingPlan = TrainingPlan(),
    events: PipelineEvents = PipelineEvents()
  ) throws -> SentenceAutoencoder {
    let trained = try TrainingPipeline(plan, corpora: paths, output: output, events: events).train()
    return try SentenceAutoencoder(
      contentsOf: output, precision: EncodingPrecision(trained.precision), threads: plan.threads)
  }

  /// The most likely sentence of each vector [n × dimension], as text.
  ///
  /// - Throws: `FileError` if the decoder, which is read at the first call, is damaged.
  public func sentences(from vectors: Matrix) throws -> [String] {
    try decode(vectors).map(text)
  }
}
