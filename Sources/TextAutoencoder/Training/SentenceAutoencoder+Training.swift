import Autoencoder
import FileFormats
import Foundation
import TensorKit
import Tokenization

extension SentenceAutoencoder {
  /// Trains a model on sentences in memory and loads it.
  ///
  /// ```swift
  /// let model = try SentenceAutoencoder.train(on: sentences, output: "mine.textae")
  /// ```
  /// A line break inside a sentence becomes a space.
  /// - Parameters:
  ///   - sentences: what to learn from; thousands of them at least, to be of use.
  ///   - output: the model directory that is written, by custom NAME.textae.
  ///   - plan: everything that is not to be as by default.
  /// - Returns: the trained model.
  /// - Throws: `TokenizerError`, `AutoencoderError` or `FileError`.
  public static func train(
    on sentences: [String], output: String, plan: TrainingPlan = TrainingPlan()
  ) throws -> SentenceAutoencoder {
    let path = output + ".corpus.txt"
    let file = try AtomicFile(path: path)
    for sentence in sentences {
      try file.write(sentence.split(whereSeparator: \.isNewline).joined(separator: " ") + "\n")
    }
    try file.commit()
    // The token file holds all that training reads.
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try train(onFiles: [path], output: output, plan: plan)
  }

  /// Trains a model on text files, one sentence a line, and loads it.
  ///
  /// - Parameters:
  ///   - paths: corpora; those that end in `.gz` are unpacked on the way.
  ///   - output: the model directory that is written, by custom NAME.textae.
  ///   - plan: everything that is not to be as by default.
  /// - Returns: the trained model.
  /// - Throws: `TokenizerError`, `AutoencoderError` or `FileError`.
  public static func train(
    onFiles paths: [String], output: String, plan: TrainingPlan = TrainingPlan()
  ) throws -> SentenceAutoencoder {
    let given = plan.pretrainedModel?.tokenizer ?? plan.tokenizer
    let tokenizer = try given ?? plan.vocabulary.build(from: paths, threads: plan.threads)
    let architecture =
      plan.pretrainedModel?.architecture ?? plan.architecture(tokenizer.vocabularySize)
    let vocabulary = given == nil ? plan.vocabulary : nil
    // Before the token file of an earlier run is replaced by another.
    try AutoencoderTrainer.checkOutput(
      output, existing: plan.existing, architecture: architecture, options: plan.options,
      precision: plan.precision, vocabulary: vocabulary, pretrainedModel: plan.pretrainedModel)
    try AutoencoderTrainer.checkMemory(architecture, plan.options)
    let corpus = try TokenFile.build(
      corpora: paths, tokenizer: tokenizer, maximumLength: plan.options.maximumLength,
      at: output + ".tokens", threads: plan.threads)
    let trainer = try AutoencoderTrainer(
      output: output, tokenizer: tokenizer, data: AutoencoderTrainer.Data(corpus: corpus),
      architecture: architecture, options: plan.options, vocabulary: vocabulary,
      precision: plan.precision,
      wordVectors: plan.wordVectors, pretrainedModel: plan.pretrainedModel, existing: plan.existing,
      threads: plan.threads)
    _ = try trainer.run(plan.events)
    return try SentenceAutoencoder(
      contentsOf: output, precision: trainer.precision, threads: plan.threads)
  }

  /// The likeliest sentence of each vector [n × dimension], as text.
  public func sentences(from vectors: Matrix) -> [String] {
    decode(vectors).map(text)
  }
}
