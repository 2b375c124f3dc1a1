import FileFormats
import Foundation
import Synchronization
import TensorKit
import TestSupport
import Testing
import TextAutoencoder

/// Training that goes on from a model with other text, whose words the model does not have.
@Suite struct AdaptingTests {
  private static let general = ["the cook", "a sailor", "my aunt", "someone"].flatMap { subject in
    ["sees", "sells", "likes"].flatMap { verb in
      ["bread .", "two boats .", "the red apples ."].map { "\(subject) \(verb) \($0)" }
    }
  }
  private static let own = ["the nephrologist", "a dialysis nurse", "my kidney"].flatMap {
    subject in
    ["filters", "replaces", "sees", "needs"].flatMap { verb in
      ["the blood .", "two nephrologists .", "a kidney .", "bread ."].map {
        "\(subject) \(verb) \($0)"
      }
    }
  }

  private let folder: TemporaryFolder
  private let corpus: String

  /// Writes the corpus, and trains the model to begin with: "base.textae".
  init() throws {
    folder = try TemporaryFolder()
    corpus = try folder.write(Self.own.joined(separator: "\n") + "\n", to: "own.txt")
    let text = try folder.write(Self.general.joined(separator: "\n") + "\n", to: "general.txt")
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .bpe, vocabularySize: 290, prefixSpace: true)
    plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 24, hiddenSize: 20)
    plan.architecture.encoder = "sum"
    plan.options.epochs = 2
    plan.options.batchSize = 8
    plan.precision = .f32
    plan.threads = 1
    _ = try TrainingPipeline(plan, corpora: [text], output: folder.file("base.textae")).train()
  }

  private func plan(_ change: (inout TrainingPlan) -> Void = { _ in }) throws -> TrainingPlan {
    var plan = TrainingPlan.adapting(
      try PretrainedModel(contentsOf: folder.file("base.textae")))
    plan.options.batchSize = 8
    plan.options.epochs = 2
    plan.scheduleBySize = []
    plan.options.validationFraction = 0.5
    plan.precision = .f32
    plan.threads = 1
    change(&plan)
    return plan
  }

  private func train(
    _ name: String, validation: String? = nil, events: PipelineEvents = PipelineEvents(),
    _ change: (inout TrainingPlan) -> Void = { _ in }
  ) throws -> TrainingOutcome {
    try TrainingPipeline(
      try plan(change), corpora: [corpus], validation: validation, output: folder.file(name),
      events: events
    ).train().outcome
  }

  private func model(_ name: String) throws -> SentenceAutoencoder {
    try SentenceAutoencoder(contentsOf: folder.file(name), precision: .f32, threads: 1)
  }

  @Test func `new tokens begin as what their pieces were`() throws {
    #expect(try train("own.textae") { $0.options.learningRate = 1e-9 } == .finished)
    let (base, own) = (try model("base.textae"), try model("own.textae"))
    #expect(own.tokenizer.vocabularySize > base.tokenizer.vocabularySize)
    let sentence = "the nephrologist filters the blood ."
    #expect(own.tokens(of: sentence).count < base.tokens(of: sentence).count)
    let (before, after) = (base.embed(Self.own), own.embed(Self.own))
    for row in 0..<Self.own.count {
      let cosine = before.withRow(row) { first in
        after.withRow(row) { second in
          Kernels.dot(first, second)
            / (Kernels.sumOfSquares(first) * Kernels.sumOfSquares(second)).squareRoot()
        }
      }
      #expect(cosine > 0.9999, "\(Self.own[row])")
    }
    #expect(try own.decode(after).count == Self.own.count)
    let figures = try own.figures()
    let count = own.tokenizer.vocabularySize - base.tokenizer.vocabularySize
    #expect(figures.contains { $0.name == "grownTokens" && $0.value == .integer(count) })
  }

  @Test func `a run that was interrupted goes on to the same bytes, with the model or without`()
    throws
  {
    #expect(try train("whole.textae") == .finished)
    let teacher = folder.file("part.textae.teacher.npy")
    for needsModel in [true, false] {
      let steps = Mutex(0)
      var events = PipelineEvents()
      events.makeTrainingEvents = {
        var training = TrainingEvents()
        training.onProgress = { _ in steps.withLock { $0 += 1 } }
        training.shouldStop = { steps.withLock { $0 == 4 } }
        return training
      }
      #expect(
        try train("part.textae", events: events) { $0.existing = .replace } == .interrupted)
      #expect(FileManager.default.fileExists(atPath: teacher))
      let outcome = try train("part.textae") { plan in
        plan.resumes = true
        plan.threads = 2
        if !needsModel { plan.pretrainedModel = nil }
      }
      #expect(outcome == .finished && !FileManager.default.fileExists(atPath: teacher))
      for file in ["model.safetensors", "tokenizer.json", "config.json"] {
        #expect(
          try folder.read("part.textae/" + file) == folder.read("whole.textae/" + file), "\(file)")
      }
    }
  }

  @Test func `a run stops within an update or a validation, and goes on to the same bytes`() throws
  {
    #expect(try train("whole.textae") == .finished)
    var isDone = false
    // The run may be asked anywhere, this many times before it stops.
    for times in stride(from: 1, to: 100, by: 7) {
      let asked = Mutex(0)
      var events = PipelineEvents()
      events.makeTrainingEvents = {
        var training = TrainingEvents()
        training.shouldStop = {
          asked.withLock {
            $0 += 1
            return $0 == times
          }
        }
        return training
      }
      let outcome = try train("part.textae", events: events) { plan in
        (plan.existing, plan.resumes) = (.replace, times > 1)
      }
      isDone = outcome == .finished
      if isDone { break }
      #expect(outcome == .interrupted)
    }
    if !isDone { #expect(try train("part.textae") { $0.resumes = true } == .finished) }
    for file in ["model.safetensors", "config.json"] {
      #expect(
        try folder.read("part.textae/" + file) == folder.read("whole.textae/" + file), "\(file)")
    }
    let steps = try ["part", "whole"].map { name in
      let log = String(decoding: try folder.read(name + ".textae/log.jsonl"), as: UTF8.self)
      return try log.split(separator: "\n").map {
        try JSONValue(parsing: Array($0.utf8), path: "log.jsonl")["step"]
      }
    }
    #expect(steps[0] == steps[1])
  }

  @Test func `the weights that find most are kept`() throws {
    let found = Mutex<[ValidationReport]>([])
    var events = PipelineEvents()
    events.makeTrainingEvents = {
      var training = TrainingEvents()
      training.onValidation = { report in found.withLock { $0.append(report) } }
      return training
    }
    let outcome = try train("own.textae", events: events) { plan in
      (plan.options.learningRate, plan.options.warmupSteps) = (0.003, 0)
      plan.options.epochs = 4
    }
    let reports = found.withLock { $0 }
    #expect(outcome == .finished && reports.count == 5 && reports[0].step == 0)
    // Of equals, those of the lower loss.
    let best = try #require(
      reports.min {
        (-($0.retrieval ?? 0), $0.validationLoss) < (-($1.retrieval ?? 0), $1.validationLoss)
      })
    let weights = try SafetensorsFile(path: folder.file("own.textae/model.safetensors"))
    #expect(weights.metadata("step") == "\(best.step)", "\(reports)")
    let validation = try model("own.textae").figures().first { $0.name == "validation" }?.value
    #expect(validation?["step"]?.wholeNumber == best.step)
    #expect(validation?["retrieval"]?.doubleValue == best.retrieval)
    #expect(try !folder.names.contains { $0.hasSuffix("beginning") })
  }

  @Test func `without better weights, the model it began with is left as it was`() throws {
    let base = try model("base.textae")
    try PostProcessing(
      moments: {
        var moments = MomentAccumulator(dimension: base.dimension)
        try moments.add(base.embed(Self.general), pool: WorkerPool(threads: 1))
        return moments
      }(), recipe: PostProcessingRecipe(center: true), pool: WorkerPool(threads: 1)
    ).write(to: folder.file("base.textae/postprocessing.safetensors"), model: base.checksum)
    func tooFast(_ plan: inout TrainingPlan) {
      (plan.options.learningRate, plan.options.warmupSteps) = (10, 0)
      (plan.options.selection, plan.existing) = (.loss, .replace)
    }
    #expect(try train("own.textae", tooFast) == .unchanged)
    func check() throws {
      for file in ["model", "postprocessing"].map({ $0 + ".safetensors" })
        + ["tokenizer.json", "config.json", "log.jsonl"]
      {
        #expect(
          try folder.read("own.textae/" + file) == folder.read("base.textae/" + file), "\(file)")
      }
      for file in [
        "own.textae/training.safetensors", "own.textae/beginning", "own.textae.teacher.npy",
      ] {
        #expect(!FileManager.default.fileExists(atPath: folder.file(file)), "\(file)")
      }
    }
    try check()
    let error = try #require(throws: AutoencoderError.self) {
      try train("own.textae") { $0.resumes = true }
    }
    #expect("\(error)".contains("without the checkpoint"))
    // The model may be gone when the run that was interrupted ends.
    var events = PipelineEvents()
    events.makeTrainingEvents = {
      var training = TrainingEvents()
      training.shouldStop = { true }
      return training
    }
    #expect(try train("own.textae", events: events, tooFast) == .interrupted)
    #expect(try model("own.textae").tokenizer.vocabularySize > base.tokenizer.vocabularySize)
    let outcome = try train("own.textae") { plan in
      tooFast(&plan)
      (plan.resumes, plan.pretrainedModel) = (true, nil)
    }
    #expect(outcome == .unchanged)
    try check()
  }

  @Test func `what the model found before its vocabulary grew counts as the beginning`() throws {
    // It has learned to read the pieces of the words one after the other, not their sum.
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .bpe, vocabularySize: 290, prefixSpace: true)
    plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 24, hiddenSize: 20)
    (plan.options.epochs, plan.options.batchSize, plan.options.learningRate) = (8, 8, 0.005)
    (plan.precision, plan.threads) = (.f32, 1)
    _ = try TrainingPipeline(plan, corpora: [corpus], output: folder.file("lstm.textae")).train()
    let base = try PretrainedModel(contentsOf: folder.file("lstm.textae"))
    // Sentences of the corpus, whose new words are one token each in the grown vocabulary.
    let sentences = Array(Self.own.prefix(60))
    let file = try folder.write(sentences.joined(separator: "\n") + "\n", to: "validation.txt")
    var tokens = TokenSequences()
    for sentence in sentences {
      tokens.append { _ = base.tokenizer.encode(utf8: sentence.utf8.span, into: &$0) }
    }
    let options = try self.plan().options
    let probe = try #require(
      RetrievalProbe(
        tokens, base.tokenizer, maximumLength: options.maximumLength, seed: options.seed))
    let encoder = LatentEncoder(base.architecture, precision: .f32)
    let weights = try SafetensorsFile(path: folder.file("lstm.textae/model.safetensors"))
    for parameter in encoder.parameters { try WeightFile.read(weights, into: [parameter]) }
    let pool = WorkerPool(threads: 1)
    encoder.packWeights(for: .inference, pool: pool)
    let before = probe.score(encoder, pool: pool)
    let reports = Mutex<[ValidationReport]>([])
    var events = PipelineEvents()
    events.makeTrainingEvents = {
      var training = TrainingEvents()
      training.onValidation = { report in reports.withLock { $0.append(report) } }
      return training
    }
    func tooSlow(_ plan: inout TrainingPlan) {
      (plan.pretrainedModel, plan.options.learningRate) = (base, 1e-9)
    }
    #expect(try train("own.textae", validation: file, events: events, tooSlow) == .unchanged)
    let found = reports.withLock { $0 }.compactMap(\.retrieval)
    #expect(found.count == 3 && found.allSatisfy { $0 < before }, "\(found) \(before)")
    // A run that was interrupted knows it as well.
    events.makeTrainingEvents = {
      var training = TrainingEvents()
      training.shouldStop = { true }
      return training
    }
    let interrupted = try train("own.textae", validation: file, events: events) {
      tooSlow(&$0)
      $0.existing = .replace
    }
    #expect(interrupted == .interrupted)
    let resumed = try train("own.textae", validation: file) {
      tooSlow(&$0)
      $0.resumes = true
    }
    #expect(resumed == .unchanged)
    #expect(
      try folder.read("own.textae/model.safetensors")
        == folder.read("lstm.textae/model.safetensors"))
  }

  @Test func `a model that knows none of the words does not count as finding all`() throws {
    var plan = TrainingPlan()
    plan.vocabulary = VocabularyBuilder(model: .word, vocabularySize: 12)
    plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 24, hiddenSize: 20)
    (plan.options.epochs, plan.options.batchSize) = (1, 8)
    (plan.precision, plan.threads) = (.f32, 1)
    _ = try TrainingPipeline(
      plan, corpora: [folder.file("general.txt")], output: folder.file("words.textae")
    ).train()
    let base = try PretrainedModel(contentsOf: folder.file("words.textae"))
    let outcome = try train("own.textae") {
      $0.pretrainedModel = base
      ($0.options.epochs, $0.options.learningRate) = (6, 0.01)
    }
    #expect(outcome != .unchanged)
    #expect(try model("own.textae").tokenizer.vocabularySize > base.tokenizer.vocabularySize)
  }

  @Test func `a validation file has a teacher of its own`() throws {
    let file = try folder.write(
      Self.own.prefix(30).map { "someone says : \($0)\n\n" }.joined(), to: "validation.txt")
    #expect(try train("own.textae", validation: file) == .finished)
    let log = String(decoding: try folder.read("own.textae/log.jsonl"), as: UTF8.self)
    #expect(log.contains("\"distill\"") && log.contains("\"retrieval\""))
  }

  @Test func `another limit of growth is refused when the run goes on`() throws {
    _ = try train("own.textae")
    let error = try #require(throws: AutoencoderError.self) {
      try train("own.textae") { plan in
        (plan.resumes, plan.comparesVocabulary) = (true, true)
        plan.growth?.limit = 7
      }
    }
    #expect("\(error)".contains("largest number of new tokens"))
  }

  @Test func `the schedule follows from the size, unless it is set`() throws {
    var options = TrainingOptions()
    for (size, epochs, budget) in [
      (200, 10, nil), (5_000, 3, nil), (50_000, 1, 480.0), (5_000_000, 1, 480.0),
    ] {
      options.timeBudget = nil
      ScheduleBySize([.epochs, .timeBudget]).apply(to: &options, sentences: size)
      #expect(options.epochs == epochs && options.timeBudget == budget)
    }
    options.epochs = 77
    ScheduleBySize.timeBudget.apply(to: &options, sentences: 5_000)
    #expect(options.epochs == 77)
  }
}
