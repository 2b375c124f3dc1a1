import CommandLineKit
import FileFormats
import TextAutoencoder

/// The parts of a demo that train: vocabulary, autoencoder, skip-gram.
struct DemoTraining {
  let schedule: DemoSchedule
  /// The sentences to train on.
  let sentences: [String]
  let files: DemoFiles
  let hasBudget: Bool
  let work: RunOptions

  func makeAutoencoder(_ report: inout DemoReport) throws -> SentenceAutoencoder {
    let tokenizer = try VocabularyBuilder(
      model: .word, vocabularySize: 10_000, minimumCount: 2, lowercase: true
    ).build(from: [files.corpus], threads: work.threads)
    try tokenizer.write(to: files.tokenizer)
    try report.add(
      DemoSection(
        key: "vocabulary",
        json: [
          "topics": .array(schedule.topics.map { .string($0) }),
          "sentences": .integer(sentences.count), "tokens": .integer(tokenizer.vocabularySize),
        ],
        text:
          "1. Vocabulary: \(grouped(tokenizer.vocabularySize)) words, punctuation marks and "
          + "special tokens from \(grouped(sentences.count)) sentences\n   on "
          + "\(schedule.topics.count) of the topics that come with the project, some written by "
          + "hand. Words occur at least twice.\n"
      ))
    let display = TrainingDisplay(console: work.console, output: files.autoencoder)
    var plan = schedule.plan(vocabulary: tokenizer)
    plan.threads = work.threads
    let model = try SentenceAutoencoder.train(
      onFiles: [files.corpus], output: files.autoencoder, plan: plan, events: events(display))
    try Interrupt.check(saved: "the last checkpoint is in \(files.autoencoder)")
    try report.add(section(of: model))
    return model
  }

  private func events(_ display: TrainingDisplay) -> PipelineEvents {
    var events = display.events
    let show = events.onNote
    events.onNote = { note in
      // The text above says that rare words are left out.
      if case .unknownWords = note { return }
      show(note)
    }
    guard !hasBudget else { return events }
    events.makeTrainingEvents = { [console = work.console] in
      Self.warning(of: console, display.trainingEvents)
    }
    return events
  }

  /// Announces the duration of training if it will be long.
  private static func warning(of console: Console, _ events: TrainingEvents) -> TrainingEvents {
    var events = events
    let show = events.onProgress
    var isSaid = false
    events.onProgress = { progress in
      show(progress)
      // The first steps are slower than the rest and would mislead.
      guard !isSaid, progress.step >= 10, progress.seconds > 3 else { return }
      isSaid = true
      let expected = progress.seconds * Double(progress.totalSteps) / Double(progress.step)
      guard expected > 90 else { return }
      console.note(
        "training will take about \(Int((expected / 60).rounded(.up))) minutes on this machine; "
          + "--time-budget 2m limits the demo to about two")
    }
    return events
  }

  private func section(of model: SentenceAutoencoder) -> DemoSection {
    return DemoSection(
      key: "autoencoder",
      json: [
        "parameters": .integer(model.parameterCount), "dimension": .integer(model.dimension),
        "epochs": .integer(schedule.training.epochs),
        "precision": .string(model.precision.rawValue),
      ],
      text: "2. Autoencoder: \(grouped(model.parameterCount)) weights, sentence vectors of "
        + "\(model.dimension) dimensions, matrix products in \(model.precision.rawValue).\n")
  }

  func makeSkipGram(_ report: inout DemoReport) throws -> any SentenceEmbedder {
    let meter = work.console.meter("skip-gram", unit: "words")
    let model = try SkipGramModel.train(
      on: TokenFile(path: files.autoencoder + ".tokens"),
      tokenizer: Tokenizer(contentsOf: files.tokenizer), configuration: schedule.skipGram,
      pool: WorkerPool(threads: work.threads),
      progress: { meter.update($0.words, of: $0.totalWords) },
      isCancelled: { Interrupt.isRequested })
    meter.finish()
    try model.write(to: files.skipGram, existing: .replace)
    try report.add(
      DemoSection(
        key: "skipGram",
        json: ["words": .integer(model.words.count), "dimension": .integer(model.dimension)],
        text: "3. Skip-gram, the baseline: \(grouped(model.words.count)) words of "
          + "\(model.dimension) dimensions; a sentence vector is their weighted mean (SIF).\n"))
    return try SIFEmbedder(model).removingComponents(
      1, fittedTo: Array(sentences.prefix(schedule.searched)))
  }
}
