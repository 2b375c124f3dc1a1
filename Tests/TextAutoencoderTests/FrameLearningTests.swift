import BundledCorpora
import DataStructures
import Foundation
import TestSupport
import Testing
import TextAutoencoder

/// A small model learns from sentences that are made from frames, whose meanings are known.
@Suite struct FrameLearningTests {
  private static let frames = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "corpora/frames").path(percentEncoded: false)

  @Test func `the loss on meanings that it never saw falls, and like meanings are nearer`() throws {
    let expansion = try FrameCorpus(directory: Self.frames).expand(
      count: 400, seed: 1, pairCount: 100)
    let folder = try TemporaryFolder()
    let corpus = try folder.write(
      expansion.training.joined(separator: "\n") + "\n", to: "corpus.txt")
    let heldOut = try folder.write(
      expansion.heldOut.prefix(50).joined(separator: "\n") + "\n", to: "held-out.txt")
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(
      model: .word, vocabularySize: 400, minimumCount: 2, lowercase: true)
    plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 16, hiddenSize: 24)
    plan.options.epochs = 3
    plan.options.batchSize = 16
    plan.options.learningRate = 0.01
    let losses = Locked<[Double]>([])
    var events = PipelineEvents()
    events.makeTrainingEvents = {
      var training = TrainingEvents()
      training.onValidation = { report in losses.withLock { $0.append(report.validationLoss) } }
      return training
    }
    let output = folder.file("frames.textae")
    _ = try TrainingPipeline(
      plan, corpora: [corpus], validation: heldOut, output: output, events: events
    ).train()
    let course = losses.withLock { $0 }
    #expect(course.count >= 3)
    #expect((course.last ?? 0) < 0.95 * (course.first ?? 0), "\(course)")

    let model = try SentenceAutoencoder(contentsOf: output)
    func meanCosine(_ grade: GradedPair.Grade) throws -> Double {
      let pairs = expansion.pairs.filter { $0.grade == grade }
      let cosines = try CosineSimilarity(model).similarities(
        of: pairs.map { (first: $0.first, second: $0.second) })
      return cosines.reduce(0, +) / Double(cosines.count)
    }
    #expect(try meanCosine(.paraphrase) > meanCosine(.unrelated))
  }
}
