import AutoencoderModel
import AutoencoderTraining
import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit
import Tokenization

/// A folder of its own for a test, with a small corpus and the means to train on it.
final class Workshop {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Sentences of a tiny language, all different: 5 × 4 × 5 of them at most.
  static func sentences(_ count: Int) -> [String] {
    let subjects = ["the cook", "a sailor", "my aunt", "the old farmer", "someone"]
    let verbs = ["sees", "sells", "likes", "carries"]
    let objects = ["bread", "two boats", "the red apples", "a lamp", "nothing at all"]
    var all: [String] = []
    for verb in verbs {
      for object in objects {
        for subject in subjects { all.append("\(subject) \(verb) \(object) .") }
      }
    }
    return Array(all.prefix(count))
  }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ lines: [String], to name: String = "corpus.txt") throws -> String {
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: file(name), atomically: true, encoding: .utf8)
    return file(name)
  }

  func tokenizer(for corpus: String) throws -> Tokenizer {
    try VocabularyBuilder(model: .word, vocabularySize: 200).build(from: [corpus], threads: 1)
  }

  /// A trainer of a small model on a corpus of this folder.
  func trainer(
    _ output: String, sentences: [String], options: TrainingOptions, precision: Precision = .f32,
    existing: OverwritePolicy = .refuse, threads: Int = 1,
    wordVectors: (any WordVectors)? = nil, pretrainedModel: PretrainedModel? = nil,
    shape: (inout Architecture) -> Void = { _ in }
  ) throws -> AutoencoderTrainer {
    let corpus = try write(sentences)
    let tokenizer = try tokenizer(for: corpus)
    let tokens = try TokenFile.build(
      corpora: [corpus], tokenizer: tokenizer, maximumLength: options.maximumLength,
      at: file("corpus.tokens"), threads: 1)
    var architecture = Architecture(
      vocabularySize: tokenizer.vocabularySize, embeddingSize: 12, hiddenSize: 20)
    shape(&architecture)
    return try AutoencoderTrainer(
      output: file(output), tokenizer: tokenizer,
      data: AutoencoderTrainer.Data(corpus: tokens), architecture: architecture, options: options,
      precision: precision, wordVectors: wordVectors, pretrainedModel: pretrainedModel,
      existing: existing, threads: threads)
  }

  func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  /// Options for runs of a second or less.
  static var quick: TrainingOptions {
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
