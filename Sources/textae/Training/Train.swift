import Autoencoder
import CommandLineKit
import Foundation
import SkipGram
import TensorKit
import Tokenization

struct Train: Command {
  static let name = "train"
  static let abstract = "Train an autoencoder on your own text."
  static var discussion: String { story + "\n\n" + TrainingPreset.discussion }
  private static let story = """
    The corpus is read once and stored as token ids beside the output, so memory use stays \
    constant. Ctrl-C or closing the terminal saves the run and exits with status 130. --resume \
    continues a run that was stopped or killed; the result is the same to the byte.
    """
  static let examples = [
    Example(
      "train reviews.txt --output reviews.textae",
      "Trains ten epochs with the defaults."),
    Example(
      "train reviews.txt --output reviews.textae --preset embed --time-budget 10m",
      "Trains vectors for search for ten minutes."),
    Example(
      "train news.txt.gz more.txt --output news.textae --tokenizer-model word --time-budget 10m",
      "Trains on several corpora with a word vocabulary for ten minutes."),
    Example(
      "train diary.txt --init general.textae --preset embed --time-budget 3m --output diary.textae",
      "Continues from a model of more text, for a small corpus."),
    Example(
      "train reviews.txt --output reviews.textae --resume",
      "Continues an interrupted run."),
  ]

  @Argument(
    "CORPUS", "Text files with one sentence per line, plain or .gz; - is standard input.",
    isRequired: true)
  var corpora: [String]
  @Option("The model folder to write.", value: "NAME.textae", completion: .directory)
  var output: String
  @Option(
    "A tokenizer.json, or a model that contains one. Without it, one is built from the corpus.",
    value: "FILE.json", completion: .file)
  var tokenizer: String?
  @Option(
    "A recipe, described above. Other options override it; --no-lowercase its --lowercase, and so for every flag."
  )
  var preset: TrainingPreset?
  let vocabulary = VocabularyOptions()
  let architecture = ArchitectureOptions()
  let objectives = ObjectiveOptions()
  let schedule = ScheduleOptions()
  @Flag(
    "After training, fit a post-processing to the corpus: subtract the mean and remove one "
      + "principal component per hundred dimensions, at most three. embed, evaluate, compare and "
      + "index build apply it.")
  var postprocess
  @Option(
    "Record the initial weights and every step in a folder, to reproduce the run elsewhere.",
    value: "DIRECTORY", completion: .directory)
  var trace: String?
  @Flag("Continue an earlier run with the same settings, or start if there is none.") var resume
  @Flag("Replace an existing model.") var overwrite
  let work = RunOptions()

  func validate() throws {
    if resume, trace != nil { throw UsageProblem.conflict("--resume", "--trace") }
    if resume, overwrite { throw UsageProblem.conflict("--resume", "--overwrite") }
    if tokenizer != nil, vocabulary.isGiven {
      throw UsageProblem.invalid(
        "--tokenizer has its own vocabulary",
        advice: "leave out the options of the section Vocabulary")
    }
    if architecture.pretrainedModel != nil, tokenizer != nil || vocabulary.isGiven {
      throw UsageProblem.invalid(
        "--init has its own tokenizer",
        advice: "leave out --tokenizer and the options of the section Vocabulary")
    }
    if let preset { takeDefaults(preset.settings) }
    try vocabulary.validate()
    try architecture.validate()
  }

  func run() throws {
    // Shells complete a folder with a slash, but files stand beside it under longer names.
    let output = Paths.withoutFinalSlashes(output)
    let pretrainedModel = try architecture.openInitialModel()
    let begun = resume ? AutoencoderTrainer.settingsOfModel(begunIn: output) : nil
    if let sizes = pretrainedModel?.architecture ?? begun?.architecture,
      let length = pretrainedModel?.maximumLength ?? begun?.maximumLength
    {
      takeDefaults(ArchitectureOptions.words(for: sizes, maximumLength: length))
    }
    let options = schedule.options(architecture, objectives)
    try options.validate()
    try OutputCheck.folder(output, mayExist: resume || overwrite)
    let source = try StandardInputCopy(
      corpora: corpora, output: output,
      mayBeEmpty: resume && FileManager.default.fileExists(atPath: output + ".tokens"))
    defer { source.remove() }
    let preparation = TrainingPreparation(
      output: output, corpora: source.corpora, tokenizerPath: tokenizer,
      pretrainedModel: pretrainedModel,
      beginsWithModel: pretrainedModel != nil || begun != nil, vocabulary: vocabulary,
      maximumLength: architecture.maxLength, resumes: resume, work: work)
    let tokenizer = try preparation.makeTokenizer()
    let given = try architecture.initEmbeddings.map { try SkipGramModel(contentsOf: $0) }
    let shape = architecture.architecture(
      vocabularySize: tokenizer.vocabularySize, wordVectors: given)
    let existing: AutoencoderTrainer.Existing =
      resume ? .resume : overwrite ? .overwrite : .refuse
    let precision = schedule.precision.value
    // Before the token file of an earlier run is replaced by another.
    try AutoencoderTrainer.checkOutput(
      output, existing: existing, architecture: shape, options: options, precision: precision,
      vocabulary: preparation.vocabularyToRecord, pretrainedModel: pretrainedModel,
      makesWordVectors: preparation.makesSkipGram(architecture) && given == nil)
    try AutoencoderTrainer.checkMemory(shape, options)
    let data = try preparation.makeData(tokenizer, validation: schedule.validation)
    source.remove()
    let wordVectors =
      try given
      ?? preparation.skipGram(
        architecture, of: data.corpus, tokenizer, seed: schedule.seed)
    let trainer = try AutoencoderTrainer(
      output: output, tokenizer: tokenizer, data: data,
      architecture: shape, options: options, vocabulary: preparation.vocabularyToRecord,
      precision: precision, wordVectors: wordVectors, pretrainedModel: pretrainedModel,
      existing: existing, threads: work.threads)
    if precision == nil, trainer.precision != .fastest {
      work.console.note(
        "goes on in \(trainer.precision.rawValue), as it began; a new run here would take "
          + Precision.fastest.rawValue)
    }
    if let count = trainer.initialVectorCount {
      work.console.note(
        "\(grouped(count)) of \(grouped(tokenizer.vocabularySize)) tokens begin with a word vector")
    }
    try run(trainer, on: data.corpus, output: output)
  }

  private func run(_ trainer: AutoencoderTrainer, on corpus: TokenFile, output: String) throws {
    let display = TrainingDisplay(console: work.console)
    var events = display.events
    let record = try trace.map { try TrainingTrace(directory: $0, of: trainer) }
    events.onBatch = record.map { record in { try record.record($0) } }
    let outcome = try trainer.run(events)
    try record?.finish()
    let postProcessing = TrainedPostProcessing(model: output, work: work)
    try postProcessing.removeStale()
    try display.finish(outcome, output: output)
    if postprocess { try postProcessing.fit(to: corpus) }
  }
}
