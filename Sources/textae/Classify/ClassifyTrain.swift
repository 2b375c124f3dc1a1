import CommandLineKit
import TextAutoencoder

extension ClassifierMode: ArgumentChoice {}

struct ClassifyTrain: Command {
  static let name = "train"
  static let abstract = "Train a classifier on texts with labels."
  static let discussion = """
    The examples are a table of texts and labels (TSV, CSV, JSON lines), lines of a label and a text, \
    or a folder with seq.in and label.

    frozen trains a classifier on the vectors of a model of any kind, which does not change. A \
    TF-IDF model has no vectors; there the words are counted. fine-tune and joint take an \
    autoencoder and train it too, with a tenth of the examples held out: fine-tune on the labels \
    alone, joint also on reconstructing the texts. The trained encoder is a model like any other and \
    is stored in the output, as encoder.textae.

    \(ClassifierHeads.all.map { "\($0.name): \($0.help)" }.joined(separator: " "))
    """
  static let examples = [
    Example(
      "classify train reviews.tsv --model general.textae --output reviews.classifier",
      "Trains a logistic regression on the vectors of a model."),
    Example(
      "classify train reviews.csv --text-column text --label-column stars --mode fine-tune "
        + "--model general.textae --output reviews.classifier",
      "Trains the encoder as well."),
  ]

  @Argument("FILE", "The examples.") var file: String
  @Option("The classifier folder to write.", value: "NAME.classifier", completion: .directory)
  var output: String
  let model = ModelOptions()
  @Option("What is trained.") var mode = ClassifierMode.frozen
  @Option("The kind of classifier, with a frozen encoder.") var head = HeadChoice.logistic
  @Option("Units of the hidden layer of the neural classifier.", .within(1...65_536))
  var hiddenSize = 64
  @Option(
    "C of the logistic regression, larger for a weaker penalty. Without it, the best of five is "
      + "chosen on a held-out tenth.", name: "inverse-regularization", value: "C",
    .within(1e-9...1e9))
  var inverseRegularization: Double?
  let examples = ExampleOptions()
  let tuning = FineTuningOptions()
  @Option("Random seed.") var seed: UInt64 = 1
  @Flag("Replace an existing output.") var overwrite
  let work = RunOptions()

  func validate() throws {
    try examples.validate()
    if mode != .frozen, $head { throw UsageProblem.conflict("--mode \(mode.rawValue)", "--head") }
    if mode != .frozen, model.precision == .int8 {
      throw UsageProblem.conflict("--mode \(mode.rawValue)", "--precision int8")
    }
  }

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    try OutputCheck.folder(output, mayExist: overwrite)
    let examples = try examples.read(file, console: work.console).training
    var training = ClassifierTraining(
      texts: examples.map(\.text), labels: examples.map(\.label))
    training.mode = mode
    training.head = head.kind
    training.threads = work.threads
    training.precision = model.precision.value
    training.options.seed = seed
    training.options.hiddenSize = hiddenSize
    training.options.inverseRegularization = inverseRegularization
    tuning.apply(to: &training)
    let meter = work.console.meter("classify", unit: "steps")
    training.options.progress = { done, total in
      try Interrupt.check(saved: "nothing was written")
      meter.update(done, of: total)
    }
    let display = TrainingDisplay(
      console: work.console, output: "\(output)/\(ClassifierFile.ownEncoder)",
      keepsCheckpoint: false)
    do {
      let classifier = try training.train(
        from: model.model, output: output, existing: overwrite ? .replace : .refuse,
        events: display.events)
      guard classifier != nil else { throw Interrupted(saved: "nothing was written") }
    } catch is PipelineInterrupted {
      throw Interrupted(saved: "nothing was written")
    }
    meter.finish()
    work.console.note("\(output): trained on \(grouped(examples.count)) examples")
  }
}

/// The kinds of heads, as the command line names them.
enum HeadChoice: String, ArgumentChoice {
  case logistic, neural

  var kind: any ClassifierHead.Type {
    switch self {
    case .logistic: LogisticHead.self
    case .neural: NeuralHead.self
    }
  }
}
