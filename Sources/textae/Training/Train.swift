import AutoencoderModel
import AutoencoderTraining
import CommandLineKit
import Foundation
import TextAutoencoder

struct Train: Command {
  static let name = "train"
  static let abstract = "Train an autoencoder on your own text."
  static var discussion: String { story + "\n\n" + TrainingPreset.discussion }
  private static let story = """
    The corpus is read once and stored as token ids beside the output, so memory use stays \
    constant. Ctrl-C or closing the terminal saves the run and exits with status 130. --resume \
    continues a run that was stopped or killed; the result is the same to the byte.

    Training begins with the English model that comes with textae, or with that of --init, and \
    adapts it: the model learns the frequent words of the text that it lacks, with objectives, \
    rates and passes chosen for that, unless they are given. With --from-scratch, a preset, or an \
    option of the vocabulary or of sizes it begins with random weights. Where two defaults are \
    named below, the first is that of such a run.
    """
  static let examples = [
    Example(
      "train reviews.txt --output reviews.textae",
      "Adapts the English model to the text."),
    Example(
      "train reviews.txt --output reviews.textae --preset embed --time-budget 10m",
      "Trains vectors for search for ten minutes."),
    Example(
      "train news.txt.gz more.txt --output news.textae --tokenizer-model word --time-budget 10m",
      "Trains on several corpora with a word vocabulary for ten minutes."),
    Example(
      "train diary.txt --init general.textae --output diary.textae",
      "Adapts a model of more text to a small corpus."),
    Example(
      "train reviews.txt --output reviews.textae --preset embed --teacher reviews.npy",
      "Also learns from vectors of the text by another model."),
    Example(
      "train reviews.txt --output reviews.textae --resume",
      "Continues an interrupted run."),
  ]

  @Argument(
    "CORPUS",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.",
    isRequired: true)
  var corpora: [String]
  @Option("The model folder to write.", value: "NAME.textae", completion: .directory)
  var output: String
  @Option(
    "A tokenizer.json, or a model that contains one. Without it, one is built from the corpus.",
    value: "FILE.json", completion: .file)
  var tokenizer: String?
  @Option(
    "A recipe, described above. Other options override it; --no-FLAG turns off a flag of the "
      + "recipe, such as --no-lowercase."
  )
  var preset: TrainingPreset?
  let vocabulary = VocabularyOptions()
  let architecture = ArchitectureOptions()
  let objectives = ObjectiveOptions()
  let schedule = ScheduleOptions()
  let tables = CorpusOptions()
  @Flag(
    "After training, fit a post-processing to the corpus: subtract the mean and remove one "
      + "principal component per hundred dimensions, at most three. embed, evaluate, compare and "
      + "index build apply it.")
  var postprocess
  @Option(
    "Record the initial weights and every step in a folder, to reproduce the run elsewhere.",
    value: "DIRECTORY", completion: .directory)
  var trace: String?
  @Flag(
    "At the end, keep the checkpoint and the token ids, which are larger than the model, so that "
      + "--resume can add to the run. Without this, a run that adapts a model deletes them, and others "
      + "keep them; --no-keep-checkpoint always deletes them. A run that was stopped keeps them.")
  var keepCheckpoint
  @Flag("Continue an earlier run with the same settings, or start if there is none.") var resume
  @Flag("Replace an existing model.") var overwrite
  let work = RunOptions()

  func validate() throws {
    if resume, trace != nil { throw UsageProblem.conflict("--resume", "--trace") }
    if resume, overwrite { throw UsageProblem.conflict("--resume", "--overwrite") }
    if objectives.teacher != nil, schedule.validation != nil {
      throw UsageProblem.conflict("--teacher", "--validation")
    }
    if tokenizer != nil, vocabulary.isGiven {
      throw UsageRule.tokenizerAndVocabulary
    }
    if architecture.pretrainedModel != nil, tokenizer != nil || vocabulary.isGiven {
      throw UsageRule.modelAndTokenizer
    }
    if objectives.labels != nil, schedule.validation != nil {
      throw UsageProblem.conflict("--labels", "--validation")
    }
    try objectives.validate()
    try architecture.validate()
    try tables.validate()
  }

  func run() throws {
    // Shells complete a folder with a slash, but other files beside it are named by appending to
    // its path.
    let output = Paths.withoutFinalSlashes(output)
    let start = try chooseStart(output)
    let plan = try makePlan(start)
    try OutputCheck.folder(output, mayExist: resume || overwrite, isResumable: true)
    tables.warn(of: corpora, work.console)
    let source = try StandardInputCopy(
      corpora: corpora, output: output,
      mayBeEmpty: resume && FileManager.default.fileExists(atPath: output + ".tokens"))
    defer { source.remove() }
    try checkLanguage(start, source.corpora)
    let display = TrainingDisplay(
      console: work.console, output: output, start: start.note,
      keepsCheckpoint: keepsCheckpoint(start), pauseAfter: schedule.pauseAfter)
    var events = display.events
    let showEnd = events.onStageEnd
    events.onStageEnd = { stage in
      showEnd(stage)
      if stage == .tokens { source.remove() }
    }
    let pipeline = TrainingPipeline(
      plan, corpora: source.corpora, format: tables.format, validation: schedule.validation,
      output: output, trace: trace, events: events)
    do {
      let trained = try pipeline.train()
      try display.finish(trained.outcome)
      let files = RunFiles(output)
      let isResumable =
        trained.outcome == .interrupted || keepsCheckpoint(start) && trained.outcome != .unchanged
      let deleted = isResumable ? nil : files.deleteCheckpoint()
      work.console.note(
        trained.outcome == .unchanged ? files.total : files.summary(deleted: deleted))
    } catch let interrupted as PipelineInterrupted {
      throw display.interruption(interrupted)
    } catch SkipGramError.vocabularyTooSmall {
      throw CommandError.tooFewWords(corpora: corpora)
    }
  }

  /// Warns if the English model is to be adapted to a text in another language.
  private func checkLanguage(_ start: TrainingStart, _ corpora: [String]) throws {
    guard case .standard(let model) = start, !corpora.isEmpty else { return }
    var check = LanguageCheck(
      VocabularyFit(of: model.tokenizer), of: "the text",
      advice: "with which the training begins. If the text is in another language, train with "
        + "--from-scratch", work.console)
    var sentences = SentenceStream(files: corpora, format: tables.format)
    while !check.isDone, let next = try sentences.next(256) {
      try Interrupt.check()
      check.read(next)
    }
    check.finish()
  }

  /// Whether a run that comes to its end can be resumed: not if it only adapts a model.
  private func keepsCheckpoint(_ start: TrainingStart) -> Bool {
    $keepCheckpoint ? keepCheckpoint : !(start.isModel && preset == nil)
  }

  /// What the training begins with, by the options that were given.
  private func chooseStart(_ output: String) throws -> TrainingStart {
    try TrainingStart.choose(
      named: try architecture.openPretrainedModel(), fromScratch: architecture.fromScratch,
      option: optionOfNewModel, output: output, resuming: resume)
  }

  /// The preset, the defaults or those for a model to start from, changed by the options that were
  /// given.
  private func makePlan(_ start: TrainingStart) throws -> TrainingPlan {
    if case .resumed(_, let run) = start {
      try run.check(
        encoder: architecture.encoder?.argumentText, latent: architecture.latent?.argumentText,
        latentSize: architecture.latentSize,
        growth: architecture.$grow ? architecture.grow : nil)
    }
    var plan = start.plan(preset)
    vocabulary.apply(to: &plan.vocabulary)
    try VocabularyOptions.validate(plan.vocabulary)
    // Without the model it began with, a resumed run was compared above.
    plan.comparesVocabulary =
      vocabulary.isGiven || architecture.$grow && plan.pretrainedModel != nil
    plan.tokenizer = try tokenizer.map { try TokenizerPath.open($0) }
    try objectives.apply(to: &plan)
    schedule.apply(to: &plan)
    try architecture.apply(to: &plan)
    if let keep = schedule.keep {
      plan.options.selection = keep
    } else if start.isModel,
      plan.options.objectives.contains(where: { $0.name != Objective.reconstruct.name })
    {
      plan.options.selection = .retrieval
    } else {
      plan.options.selection = .loss
    }
    if $postprocess { plan.fitsPostProcessing = postprocess }
    plan.existing = overwrite ? .replace : .refuse
    plan.resumes = resume
    plan.threads = work.threads
    return plan
  }

  /// An option that was given and that only a new model can have; nil if there is none.
  private var optionOfNewModel: String? {
    if let option = architecture.optionOfNewModel { return option }
    if tokenizer != nil { return "--tokenizer" }
    if vocabulary.isGiven { return "the options of a vocabulary" }
    return preset.map { "--preset \($0.name)" }
  }
}
