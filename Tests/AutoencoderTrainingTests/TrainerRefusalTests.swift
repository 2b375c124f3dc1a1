import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import Foundation
import TensorKit
import TestSupport
import Testing
import Tokenization

@Suite("What training refuses")
struct TrainerRefusalTests {
  @Test("refuses an output that exists, and a checkpoint of another run")
  func existing() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(20)
    _ = try folder.trainer("m.textae", sentences: sentences, options: .quick).run()
    #expect(throws: AutoencoderError.outputExists(path: folder.file("m.textae"))) {
      _ = try folder.trainer("m.textae", sentences: sentences, options: .quick)
    }
    let checkpoint = folder.file("m.textae/training.safetensors")
    func other(_ setting: String, _ begun: String?, _ now: String?) -> AutoencoderError {
      .differentRun(path: checkpoint, setting: setting, begun: begun, now: now)
    }
    #expect(throws: other("hidden size", "20", "21")) {
      _ = try folder.trainer(
        "m.textae", sentences: sentences, options: .quick, resuming: true
      ) { $0.hiddenSize = 21 }
    }
    #expect(throws: other("bidirectional", "false", "true")) {
      _ = try folder.trainer(
        "m.textae", sentences: sentences, options: .quick, resuming: true
      ) { $0.isBidirectional = true }
    }
    #expect(throws: other("corpus", nil, nil)) {
      _ = try folder.trainer(
        "m.textae", sentences: sentences.reversed(), options: .quick, resuming: true)
    }
    var options = TrainingOptions.quick
    options.seed = 2
    #expect(throws: other("seed", "1", "2")) {
      _ = try folder.trainer(
        "m.textae", sentences: sentences, options: options, resuming: true)
    }
    // The checkpoint has the settings too.
    try FileManager.default.removeItem(atPath: folder.file("m.textae/config.json"))
    #expect(throws: other("seed", "1", "2")) {
      _ = try folder.trainer(
        "m.textae", sentences: sentences, options: options, resuming: true)
    }
  }

  @Test("does not resume a model that has no checkpoint, and leaves it unchanged")
  func noCheckpoint() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(20)
    _ = try folder.trainer("m.textae", sentences: sentences, options: .quick).run()
    let weights = try folder.read("m.textae/model.safetensors")
    try FileManager.default.removeItem(atPath: folder.file("m.textae/training.safetensors"))
    let expected = AutoencoderError.noCheckpoint(path: folder.file("m.textae"))
    #expect(throws: expected) {
      _ = try folder.trainer(
        "m.textae", sentences: sentences, options: .quick, resuming: true)
    }
    #expect(try folder.read("m.textae/model.safetensors") == weights)
    #expect(expected.description.contains("training.safetensors"))
  }

  @Test("resumes where it can, and replaces a model without checkpoint only if that is allowed")
  func resumingOrReplacing() throws {
    let folder = try TemporaryFolder()
    var options = TrainingOptions.quick
    func trainer() throws -> AutoencoderTrainer {
      try folder.trainer(
        "m.textae", sentences: TinyLanguage.sentences(20), options: options, existing: .replace,
        resuming: true)
    }
    _ = try trainer().run()
    let weights = try folder.read("m.textae/model.safetensors")
    options.seed = 2
    let error = try #require(throws: AutoencoderError.self) { _ = try trainer() }
    #expect("\(error)".contains("seed"))
    try FileManager.default.removeItem(atPath: folder.file("m.textae/training.safetensors"))
    #expect(try trainer().run() == .finished)
    #expect(try folder.read("m.textae/model.safetensors") != weights)
  }

  @Test("every bound of a setting is itself allowed, and the next number is refused")
  func bounds() throws {
    typealias Bounds = TrainingOptions.Bounds
    func check(_ change: (inout TrainingOptions) -> Void) throws {
      var options = TrainingOptions()
      change(&options)
      try options.validate()
    }
    for rate in [Bounds.learningRate.lowerBound, Bounds.learningRate.upperBound] {
      try check { $0.learningRate = Float(rate) }
    }
    try check { $0.dropout = Float(Bounds.dropout.upperBound) }
    try check { $0.patience = Bounds.patience.upperBound }
    #expect(throws: AutoencoderError.self) { try check { $0.learningRate = Float(10).nextUp } }
    #expect(throws: AutoencoderError.self) { try check { $0.dropout = Float(0.95).nextUp } }
    let expected = AutoencoderError.invalidSetting(
      name: "batch size", value: "0", expected: "1 to 65536")
    #expect(throws: expected) { try check { $0.batchSize = 0 } }
  }

  @Test("refuses a model too large for the memory before allocating it")
  func tooLarge() throws {
    let folder = try TemporaryFolder()
    let error = try #require(throws: AutoencoderError.self) {
      _ = try folder.trainer(
        "m.textae", sentences: TinyLanguage.sentences(5), options: .quick
      ) {
        $0.hiddenSize = 1 << 16
        $0.layers = 64
      }
    }
    guard case .tooLarge(_, let bytes, let available) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(bytes > available)
    #expect(!FileManager.default.fileExists(atPath: folder.file("m.textae")))
  }

  @Test("refuses token files of another tokenizer")
  func otherTokenizer() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write(lines: TinyLanguage.sentences(20))
    let tokenizer = try folder.tokenizer(for: corpus)
    let other = try folder.tokenizer(for: folder.write(lines: ["other words"], to: "other.txt"))
    let path = folder.file("corpus.tokens")
    let tokens = try TokenFile.build(corpora: [corpus], tokenizer: tokenizer, at: path, threads: 1)
    let expected = AutoencoderError.inconsistentModel(
      path: path, reason: "another tokenizer made these tokens")
    #expect(throws: expected) {
      _ = try AutoencoderTrainer(
        output: folder.file("m.textae"), tokenizer: other,
        data: AutoencoderTrainer.Data(corpus: tokens),
        architecture: Architecture(vocabularySize: other.vocabularySize), threads: 1)
    }
  }

  @Test(
    "refuses settings that make no sense",
    arguments: [
      \TrainingOptions.batchSize, \TrainingOptions.epochs, \TrainingOptions.maximumLength,
    ])
  func settings(_ setting: WritableKeyPath<TrainingOptions, Int> & Sendable) throws {
    var options = TrainingOptions()
    try options.validate()
    options[keyPath: setting] = 0
    #expect(throws: AutoencoderError.self) { try options.validate() }
  }
}
