import AutoencoderModel
import AutoencoderTraining
import Foundation
import TensorKit
import Testing
import Tokenization

@Suite("What training refuses")
struct TrainerRefusalTests {
  @Test("refuses an output that exists, and a checkpoint of another run")
  func existing() throws {
    let workshop = try Workshop()
    let sentences = Workshop.sentences(20)
    _ = try workshop.trainer("m.textae", sentences: sentences, options: Workshop.quick).run()
    #expect(throws: AutoencoderError.outputExists(path: workshop.file("m.textae"))) {
      _ = try workshop.trainer("m.textae", sentences: sentences, options: Workshop.quick)
    }
    let checkpoint = workshop.file("m.textae/training.safetensors")
    func other(_ setting: String, _ begun: String?, _ now: String?) -> AutoencoderError {
      .differentRun(path: checkpoint, setting: setting, begun: begun, now: now)
    }
    #expect(throws: other("hidden size", "20", "21")) {
      _ = try workshop.trainer(
        "m.textae", sentences: sentences, options: Workshop.quick, existing: .resume
      ) { $0.hiddenSize = 21 }
    }
    #expect(throws: other("bidirectional", "false", "true")) {
      _ = try workshop.trainer(
        "m.textae", sentences: sentences, options: Workshop.quick, existing: .resume
      ) { $0.isBidirectional = true }
    }
    #expect(throws: other("corpus", nil, nil)) {
      _ = try workshop.trainer(
        "m.textae", sentences: sentences.reversed(), options: Workshop.quick, existing: .resume)
    }
    var options = Workshop.quick
    options.seed = 2
    #expect(throws: other("seed", "1", "2")) {
      _ = try workshop.trainer(
        "m.textae", sentences: sentences, options: options, existing: .resume)
    }
    // The checkpoint has the settings too.
    try FileManager.default.removeItem(atPath: workshop.file("m.textae/config.json"))
    #expect(throws: other("seed", "1", "2")) {
      _ = try workshop.trainer(
        "m.textae", sentences: sentences, options: options, existing: .resume)
    }
  }

  @Test("does not go on with a model that has no checkpoint, and leaves it as it is")
  func noCheckpoint() throws {
    let workshop = try Workshop()
    let sentences = Workshop.sentences(20)
    _ = try workshop.trainer("m.textae", sentences: sentences, options: Workshop.quick).run()
    let weights = try workshop.bytes("m.textae/model.safetensors")
    try FileManager.default.removeItem(atPath: workshop.file("m.textae/training.safetensors"))
    let expected = AutoencoderError.noCheckpoint(path: workshop.file("m.textae"))
    #expect(throws: expected) {
      _ = try workshop.trainer(
        "m.textae", sentences: sentences, options: Workshop.quick, existing: .resume)
    }
    #expect(try workshop.bytes("m.textae/model.safetensors") == weights)
    #expect(expected.description.contains("training.safetensors"))
  }

  @Test("refuses what cannot fit the memory before it is taken")
  func tooLarge() throws {
    let workshop = try Workshop()
    let error = try #require(throws: AutoencoderError.self) {
      _ = try workshop.trainer(
        "m.textae", sentences: Workshop.sentences(5), options: Workshop.quick
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
    #expect(!FileManager.default.fileExists(atPath: workshop.file("m.textae")))
  }

  @Test("refuses token files of another tokenizer")
  func otherTokenizer() throws {
    let workshop = try Workshop()
    let corpus = try workshop.write(Workshop.sentences(20))
    let tokenizer = try workshop.tokenizer(for: corpus)
    let other = try workshop.tokenizer(for: workshop.write(["other words"], to: "other.txt"))
    let path = workshop.file("corpus.tokens")
    let tokens = try TokenFile.build(corpora: [corpus], tokenizer: tokenizer, at: path, threads: 1)
    let expected = AutoencoderError.inconsistentModel(
      path: path, reason: "another tokenizer made these tokens")
    #expect(throws: expected) {
      _ = try AutoencoderTrainer(
        output: workshop.file("m.textae"), tokenizer: other,
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
