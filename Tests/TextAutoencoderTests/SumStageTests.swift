import Foundation
import Synchronization
import TestSupport
import Testing
import TextAutoencoder

/// A first stage of training, whose token vectors an LSTM begins with.
@Suite struct SumStageTests {
  private static let sentences = ["the cook", "a sailor", "my aunt"].flatMap { subject in
    ["sees", "sells", "likes"].flatMap { verb in
      ["bread .", "two boats .", "the red apples ."].map { "\(subject) \(verb) \($0)" }
    }
  }

  private static var plan: TrainingPlan {
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .bpe, vocabularySize: 300, prefixSpace: true)
    plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 40, hiddenSize: 48)
    plan.options.objectives = [.reconstruct, .lexical(weight: 30)]
    plan.options.corruptions = [.drop(0.1)]
    plan.options.secondCorruptions = [.mix]
    plan.options.batchSize = 8
    plan.options.epochs = 3
    plan.options.encoderLearningRateFactor = 0.1
    plan.options.validationFraction = 0.1
    plan.options.initialization = .sum
    plan.sumStage = SumStage()
    plan.precision = .f32
    plan.threads = 1
    return plan
  }

  private static func contents(_ path: String) -> Data? {
    FileManager.default.contents(atPath: path)
  }

  @Test func `a run that is stopped in it goes on to the same bytes, and leaves no files of it`()
    throws
  {
    let folder = try TemporaryFolder()
    let corpus = try folder.write(Self.sentences.joined(separator: "\n") + "\n", to: "corpus.txt")
    _ = try TrainingPipeline(Self.plan, corpora: [corpus], output: folder.file("a.textae")).train()
    #expect(!FileManager.default.fileExists(atPath: folder.file("a.textae/first-stage")))

    let count = Mutex(0)
    var events = PipelineEvents()
    events.shouldStop = { count.withLock { $0 > 3 } }
    events.onProgress = { progress in
      if progress.stage == .tokenVectors { count.withLock { $0 += 1 } }
    }
    let output = folder.file("b.textae")
    let stop = #expect(throws: PipelineInterrupted.self) {
      try TrainingPipeline(Self.plan, corpora: [corpus], output: output, events: events).train()
    }
    #expect(stop?.stage == .tokenVectors)
    #expect(FileManager.default.fileExists(atPath: output + "/first-stage/training.safetensors"))
    var plan = Self.plan
    plan.resumes = true
    _ = try TrainingPipeline(plan, corpora: [corpus], output: output).train()
    #expect(!FileManager.default.fileExists(atPath: output + "/first-stage"))
    for name in ["model.safetensors", "training.safetensors"] {
      let file = try #require(Self.contents(folder.file("a.textae/" + name)), "\(name)")
      #expect(Self.contents(output + "/" + name) == file, "\(name)")
    }
    // Its length cannot change once it is over.
    plan.sumStage?.epochs += 1
    #expect(throws: AutoencoderError.self) {
      try TrainingPipeline(plan, corpora: [corpus], output: output).train()
    }
  }

  @Test func `it is left out if no objective learns from it`() throws {
    var plan = Self.plan
    plan.options.objectives = [.reconstruct]
    let pipeline = TrainingPipeline(plan, corpora: ["none.txt"], output: "none.textae")
    #expect(pipeline.plan.sumStage == nil && pipeline.plan.options.initialization == .lexical)

    let folder = try TemporaryFolder()
    let corpus = try folder.write(Self.sentences.joined(separator: "\n") + "\n", to: "corpus.txt")
    let notes = Mutex<[PipelineNote]>([])
    var events = PipelineEvents()
    events.onNote = { note in notes.withLock { $0.append(note) } }
    plan.options.epochs = 1
    _ = try TrainingPipeline(
      plan, corpora: [corpus], output: folder.file("a.textae"), events: events
    ).train()
    #expect(notes.withLock { $0 }.contains(.noSumStage))
  }

  @Test func `sentences that share words are near each other before the first update`() throws {
    let folder = try TemporaryFolder()
    var plan = Self.plan
    plan.options.learningRate = 1e-8
    plan.options.epochs = 1
    plan.sumStage?.learningRate = 1e-8
    plan.architecture.embeddingSize = 200
    plan.architecture.hiddenSize = 200
    let model = try SentenceAutoencoder.train(
      on: Self.sentences, output: folder.file("m.textae"), plan: plan)
    let index = try SentenceIndex(Self.sentences, embedder: model)
    // A misspelled word, and one that is not in the corpus.
    for (query, neighbor) in [
      ("my aunt sells two bots .", "my aunt sells two boats ."),
      ("the cooks likes bread", "the cook likes bread ."),
      ("a sailor sees the red applesauce .", "a sailor sees the red apples ."),
    ] {
      let found = try index.neighbors(of: query, count: 1, by: .vectors)
      #expect(found.first?.sentence == neighbor, "\(query)")
    }
  }
}
