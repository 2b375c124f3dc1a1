import AutoencoderModel
import AutoencoderTraining
import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit
import TestSupport
import Tokenization

extension TrainingOptions {
  /// Options for runs of a second or less.
  package static var quick: TrainingOptions {
    var options = TrainingOptions()
    options.batchSize = 8
    options.epochs = 2
    options.warmupSteps = 5
    options.maximumLength = 12
    options.validationFraction = 0.1
    options.validationInterval = 7
    return options
  }
}

extension TemporaryFolder {
  /// Writes a corpus, one sentence per line, and returns its path.
  package func write(lines: [String], to name: String = "corpus.txt") throws -> String {
    try write(lines.joined(separator: "\n") + "\n", to: name)
  }

  /// Writes a NumPy file of rows, all of the same size, and returns its path.
  package func write(rows: [[Float]], to name: String = "teacher.npy") throws -> String {
    let writer = try NPYWriter(path: file(name), columns: rows[0].count)
    for row in rows { try writer.append(row.span) }
    try writer.finish()
    return file(name)
  }

  /// A word tokenizer built from a corpus.
  package func tokenizer(for corpus: String) throws -> Tokenizer {
    try VocabularyBuilder(model: .word, vocabularySize: 200).build(from: [corpus], threads: 1)
  }

  /// A trainer of a small model that writes to `output` in this folder.
  package func trainer(
    _ output: String, sentences: [String], options: TrainingOptions, precision: Precision = .f32,
    existing: OverwritePolicy = .refuse, resuming: Bool = false, threads: Int = 1,
    teacher: TeacherVectors? = nil, pairs: [(String, String)] = [], labels: SentenceLabels? = nil,
    wordVectors: (any WordVectors)? = nil,
    pretrainedModel: PretrainedModel? = nil,
    shape: (inout Architecture) -> Void = { _ in }
  ) throws -> AutoencoderTrainer {
    let corpus = try write(lines: sentences)
    let tokenizer = try tokenizer(for: corpus)
    let tokens = try TokenFile.build(
      corpora: [corpus], tokenizer: tokenizer, maximumLength: options.maximumLength,
      at: file("corpus.tokens"), threads: 1)
    var architecture = Architecture(
      vocabularySize: tokenizer.vocabularySize, embeddingSize: 12, hiddenSize: 20)
    shape(&architecture)
    return try AutoencoderTrainer(
      output: file(output), tokenizer: tokenizer,
      data: AutoencoderTrainer.Data(
        corpus: tokens, teacher: teacher,
        pairs: pairs.isEmpty ? nil : try pairTokens(pairs, tokenizer, options), labels: labels),
      architecture: architecture, options: options, precision: precision, wordVectors: wordVectors,
      pretrainedModel: pretrainedModel,
      existing: existing, resuming: resuming, threads: threads)
  }

  /// A token file of pairs.
  private func pairTokens(
    _ pairs: [(String, String)], _ tokenizer: Tokenizer, _ options: TrainingOptions
  ) throws -> TokenFile {
    try TokenFile.build(
      corpora: [try write(lines: pairs.flatMap { [$0.0, $0.1] }, to: "pairs.txt")],
      tokenizer: tokenizer, maximumLength: options.maximumLength, at: file("pairs.tokens"),
      threads: 1)
  }
}
