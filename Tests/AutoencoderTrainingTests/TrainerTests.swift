import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import Foundation
import TensorKit
import TestSupport
import Testing
import Tokenization

@Suite("Training an autoencoder")
struct TrainerTests {
  @Test("memorizes a small corpus and reconstructs its sentences")
  func learns() throws {
    let folder = try TemporaryFolder()
    var options = TrainingOptions.quick
    options.epochs = 90
    options.learningRate = 0.01
    options.validationFraction = 0
    options.validationInterval = 1_000
    options.patience = 1_000
    let sentences = TinyLanguage.sentences(30)
    let trainer = try folder.trainer("m.textae", sentences: sentences, options: options) {
      $0.hiddenSize = 48
    }
    var losses: [Double] = []
    var events = TrainingEvents()
    events.onProgress = { losses.append($0.loss) }
    #expect(try trainer.run(events) == .finished)
    #expect(try #require(losses.last) < 0.2 * losses[0])
    let model = try SentenceAutoencoder(contentsOf: folder.file("m.textae"), threads: 1)
    let decoded = try model.decode(model.embed(sentences)).map { model.text(of: $0) }
    let exact = zip(sentences, decoded).count { $0 == $1 }
    #expect(exact >= 27, "\(exact) of 30 came back")
  }

  @Test(
    "gives the same bytes with one thread, two and three",
    arguments: [Precision.f32, .bf16])
  func threads(_ precision: Precision) throws {
    let folder = try TemporaryFolder()
    var options = TrainingOptions.quick
    options.dropout = 0.2
    for threads in 1...3 {
      let trainer = try folder.trainer(
        "m\(threads).textae", sentences: TinyLanguage.sentences(60), options: options,
        precision: precision, threads: threads
      ) {
        $0.layers = 2
        $0.isBidirectional = true
        $0.latentSize = 9
      }
      _ = try trainer.run()
    }
    try folder.expectSame(
      ["model.safetensors", "training.safetensors", "config.json", "tokenizer.json"],
      in: ["m1.textae", "m2.textae", "m3.textae"])
  }

  @Test("continues after an interruption as if there had been none", arguments: [1, 6, 7, 8, 13])
  func resumes(_ stop: Int) throws {
    try TemporaryFolder().expectResumable(.quick, stoppedAfter: stop)
  }

  @Test("encoder and decoder drop different elements", arguments: [1, 2, 3])
  func dropoutLayers(_ layers: Int) throws {
    let network = AutoencoderNetwork(
      Architecture(vocabularySize: 9, embeddingSize: 4, hiddenSize: 4, layers: layers),
      dropout: 0.5, precision: .f32)
    let encoder = try #require(network.encoder.encoder as? LSTMEncoder)
    let numbers = (encoder.lstm.dropouts + network.decoder.lstm.dropouts).map(\.layer)
    #expect(Set(numbers).count == 2 * layers, "\(numbers)")
  }

  @Test("ends early when the validation loss no longer falls")
  func earlyStopping() throws {
    let folder = try TemporaryFolder()
    var options = TrainingOptions.quick
    options.epochs = 500
    options.learningRate = 0.03
    options.patience = 2
    let trainer = try folder.trainer(
      "m.textae", sentences: TinyLanguage.sentences(25), options: options)
    var reports: [ValidationReport] = []
    var events = TrainingEvents()
    events.onValidation = { reports.append($0) }
    #expect(try trainer.run(events) == .stoppedEarly)
    let best = try #require(reports.map(\.validationLoss).min())
    #expect(reports.suffix(2).allSatisfy { $0.validationLoss > best })
  }

  @Test("continues after early stopping only with more patience")
  func morePatience() throws {
    let folder = try TemporaryFolder()
    var options = TrainingOptions.quick
    options.epochs = 300
    options.learningRate = 0.03
    options.patience = 1
    func run(resuming: Bool) throws -> (TrainingOutcome, steps: Int) {
      let trainer = try folder.trainer(
        "m.textae", sentences: TinyLanguage.sentences(25), options: options, resuming: resuming)
      var steps = 0
      var events = TrainingEvents()
      events.onProgress = { _ in steps += 1 }
      return (try trainer.run(events), steps)
    }
    #expect(try run(resuming: false).0 == .stoppedEarly)
    #expect(try run(resuming: true) == (.stoppedEarly, 0))
    options.patience = 2
    #expect(try run(resuming: true).steps > 0)
  }

  @Test("continues without its log, and with another learning rate")
  func lostLog() throws {
    let folder = try TemporaryFolder()
    let sentences = TinyLanguage.sentences(30)
    var options = TrainingOptions.quick
    _ = try folder.trainer("m.textae", sentences: sentences, options: options).run()
    try FileManager.default.removeItem(atPath: folder.file("m.textae/log.jsonl"))
    options.epochs += 1
    options.learningRate /= 2
    let trainer = try folder.trainer(
      "m.textae", sentences: sentences, options: options, resuming: true)
    #expect(try trainer.run() == .finished)
    let log = try folder.read("m.textae/log.jsonl")
    #expect(log.count { $0 == UInt8(ascii: "\n") } == 1)
  }

  @Test("trains on a single sentence")
  func oneSentence() throws {
    let folder = try TemporaryFolder()
    let trainer = try folder.trainer(
      "m.textae", sentences: ["hello there ."], options: .quick)
    var reports: [ValidationReport] = []
    var events = TrainingEvents()
    events.onValidation = { reports.append($0) }
    #expect(try trainer.run(events) == .finished)
    #expect(reports.last?.validationSentences == 0)
  }
}
