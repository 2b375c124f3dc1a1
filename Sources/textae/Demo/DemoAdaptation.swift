import CommandLineKit
import DataStructures
import FileFormats
import TextAutoencoder

/// The part of a demo that trains.
struct DemoAdaptation {
  let files: DemoFiles
  let sizes: DemoSizes
  let work: RunOptions

  /// Trains on sentences, in the file of the corpus, and loads the result.
  func train(_ sentences: [String], _ report: inout DemoReport) throws -> SentenceAutoencoder {
    let course = Locked((curve: LossCurve(), losses: [Double]()))
    let plan = try makePlan(sentences.count)
    let model = try SentenceAutoencoder.train(
      onFiles: [files.corpus], output: files.model, plan: plan, events: events(course))
    try Interrupt.check(saved: "\(files.folder) has what was made until now")
    _ = RunFiles(files.model).deleteCheckpoint()
    try report.add(section(plan, sentences.count, model, course.withLock { $0 }))
    return model
  }

  /// Little text has few words of its own, so none are added. The encoder learns too: vectors of
  /// similar sentences move apart, which helps to tell them.
  private func makePlan(_ sentences: Int) throws -> TrainingPlan {
    var plan = TrainingPlan()
    guard let standard = try PretrainedModel.standard() else { return plan }
    if sizes.adaptsModelInTheBox {
      plan.pretrainedModel = standard
    } else {
      plan.tokenizer = standard.tokenizer
      plan.architecture = Architecture(vocabularySize: 0, embeddingSize: 16, hiddenSize: 24)
    }
    plan.options.objectives = [.reconstruct]
    plan.options.maximumLength = standard.maximumLength
    plan.options.softmaxSample = 1_024
    plan.options.batchSize = 32
    plan.options.learningRate = 0.000_5
    plan.options.validationFraction = 0.02
    plan.options.epochs = max(
      1, Int((Double(sizes.sentencesRead) / Double(max(1, sentences))).rounded()))
    plan.existing = .replace
    plan.threads = work.threads
    return plan
  }

  private func events(
    _ course: Locked<(curve: LossCurve, losses: [Double])>
  ) -> PipelineEvents {
    let display = TrainingDisplay(
      console: work.console, output: files.model, keepsCheckpoint: false)
    var events = display.events
    events.makeTrainingEvents = {
      var training = display.trainingEvents
      let show = training.onProgress
      training.onProgress = { progress in
        course.withLock {
          $0.curve.add(progress.loss, at: progress.fraction)
          $0.losses.append(progress.loss)
        }
        show(progress)
      }
      // The held-out sentences are shown below.
      training.onValidation = { _ in }
      return training
    }
    return events
  }

  private func section(
    _ plan: TrainingPlan, _ sentences: Int, _ model: SentenceAutoencoder,
    _ course: (curve: LossCurve, losses: [Double])
  ) -> DemoSection {
    let means = course.curve.means
    let shown = [means.first, means.last].map { $0.map { TextFormat.fixed($0, places: 2) } ?? "" }
    return DemoSection(
      key: "training",
      json: [
        "sentences": .integer(sentences), "epochs": .integer(plan.options.epochs),
        "updates": .integer(course.losses.count), "weights": .integer(model.parameterCount),
        "precision": .string(model.precision.rawValue),
        "losses": .array(means.map { .number($0) }),
      ],
      text: """
        2. The model learns to write \(grouped(sentences)) of these sentences, in \
        \(counted(course.losses.count, "update")) of its \(grouped(model.parameterCount)) weights
           its error, called loss, from the start to the end: \(shown[0]) \(course.curve.text) \(shown[1])

        """)
  }
}
