import AutoencoderModel
import AutoencoderTraining
import CommandLineKit
import FileFormats
import TextAutoencoder

extension Corruption: ArgumentValue {
  /// All kinds with their numbers, as placeholders.
  public static var argumentPlaceholder: String {
    CorruptionKinds.all.map { $0.placeholder }.joined(separator: "|")
  }
  /// All kinds with the bounds of their numbers.
  public static var argumentExpectation: String { CorruptionKinds.all.spellings { $0 } }
  /// Parses the same text as in config.json.
  public init?(argument: String) { self.init(rawValue: argument) }
  /// The same text as in config.json.
  public var argumentText: String { rawValue }
}

extension Objective: ArgumentValue {
  /// All kinds, with a weight and further numbers.
  public static var argumentPlaceholder: String {
    ObjectiveKinds.all.map { $0.name }.joined(separator: "|") + "[:WEIGHT[:…]]"
  }
  /// All kinds, and the range of a weight.
  public static var argumentExpectation: String { ObjectiveKinds.spellings }
  /// Parses the same text as in config.json.
  public init?(argument: String) { self.init(rawValue: argument) }
  /// The same text as in config.json.
  public var argumentText: String { rawValue }
}

extension EncoderUpdates: ArgumentValue {
  /// Two whole numbers.
  public static var argumentPlaceholder: String { "K@UPDATES" }
  /// What both numbers may be.
  public static var argumentExpectation: String { "K@UPDATES, with K from 2 to 1000" }
  /// Parses the same text as in config.json.
  public init?(argument: String) { self.init(rawValue: argument) }
  /// The same text as in config.json.
  public var argumentText: String { rawValue }
}

/// The objectives and corruptions of `train`.
struct ObjectiveOptions: OptionGroup {
  static let title = "Objective"

  private static func list(_ kinds: [any PartKind.Type]) -> String {
    kinds.map { "\($0.name): \($0.help)" }.joined(separator: " ")
  }

  @Option(
    "What the model learns. \(list(ObjectiveKinds.all)) The loss is their weighted sum. The "
      + "default weight is 1; 0..1@5000 changes from 0 to 1 in 5000 updates. reconstruct:1:0.25 has "
      + "a SHARE of a quarter. Without this option, reconstruct alone, or to adapt a model "
      + PlanDefault.adaptingObjectives + ".")
  var objective: [Objective] = [.reconstruct]
  @Option(
    "How to corrupt the encoder's input. \(list(CorruptionKinds.all)) Several are applied in order."
  )
  var corruption: [Corruption] = []
  @Option(
    "The same for the second view of a sentence, which contrast and lexical compare with the "
      + "first. Without it, and without a preset that has it, the second view is corrupted like "
      + "the first.")
  var secondCorruption: [Corruption] = []
  @Option(
    "Noise on the vector that the decoder reads in training: its standard deviation, as a fraction "
      + "of the root mean square of the vector. Makes vectors near those of sentences decode to "
      + "sentences, for interpolate and paraphrase. 0.5 is much.",
    value: "F", .within(TrainingOptions.Bounds.latentNoise))
  var latentNoise = 0.0
  @Option(
    "Noise on the vectors of the tokens that the encoder reads in training: its standard deviation, "
      + "as a fraction of the root mean square of each vector.",
    value: "F", .within(TrainingOptions.Bounds.tokenNoise))
  var tokenNoise = 0.0
  @Option(
    "Hide words from the decoder in training, each with this probability, so that it learns more "
      + "from the vector.", value: "P", .within(TrainingOptions.Bounds.wordDropout))
  var wordDropout = 0.0
  @Option(
    "Of the first UPDATES, let the decoder learn only in every K-th, so that the encoder stays ahead of it "
      + "and a variational model does not collapse: 10@5000.")
  var encoderUpdates: EncoderUpdates?
  @Option(
    "Vectors of the corpus by another model, for distill: one row per line, empty lines included, of "
      + "any dimension. Adds distill:30 to the objectives if they do not have it. Excludes "
      + "--validation.",
    value: "VECTORS.npy", completion: .file)
  var teacher: String?
  @Option(
    "Sentences that belong together, for pair: two columns with a tab between them, such as "
      + "questions and titles; plain or .gz. An epoch passes over the corpus and the pairs once, and "
      + "their batches alternate evenly. Adds pair to the objectives if they do not have it.",
    value: "FILE.tsv", completion: .file)
  var pairs: String?
  @Option(
    "Labels of the corpus, for classify: a table with one row per line of the corpus, often the same "
      + "file. An empty label is none. Adds classify to the objectives if they do not have it. "
      + "Excludes --validation.",
    value: "TABLE", completion: .file)
  var labels: String?
  @Option(
    "The column of the labels: its name in the first row, or its number from 1.", value: "COLUMN")
  var labelColumn: String?
  @Option(
    "For bag and lexical, treat words with the same first N letters as one word. This is a stemmer "
      + "for languages with inflected endings. For bag, only with vocabularies of words.",
    formerNames: ["stem-letters"], .within(TrainingOptions.Bounds.stemPrefix))
  var stemPrefix: Int?
  @Option(
    "Words in the softmax during training: those of the batch and a random sample. Saves time if "
      + "the vocabulary is large. Without it, all words are used, or to adapt a model "
      + PlanDefault.adaptingSoftmaxSample + ".",
    .within(TrainingOptions.Bounds.softmaxSample))
  var softmaxSample: Int?

  func validate() throws {
    if (labels == nil) != (labelColumn == nil) { throw UsageRule.labelsWithoutColumn }
    if labelColumn?.isEmpty == true { throw UsageRule.emptyColumn }
  }

  /// Applies the options that were given.
  func apply(to plan: inout TrainingPlan) throws {
    if $objective { plan.options.objectives = objective }
    if let teacher { plan.distill(from: try TeacherVectors(contentsOf: teacher)) }
    if let pairs { plan.learn(pairs: pairs) }
    if let labels, let labelColumn {
      plan.learn(
        labels: try SentenceLabels(
          contentsOf: labels, format: CorpusFormat(column: TextColumn(labelColumn))))
    }
    if $corruption { plan.options.corruptions = corruption }
    if $secondCorruption { plan.options.secondCorruptions = secondCorruption }
    if $latentNoise { plan.options.latentNoise = Float(latentNoise) }
    if $tokenNoise { plan.options.tokenNoise = Float(tokenNoise) }
    if $wordDropout { plan.options.wordDropout = Float(wordDropout) }
    if $encoderUpdates { plan.options.encoderUpdates = encoderUpdates }
    if $stemPrefix { plan.options.stemPrefix = stemPrefix }
    if $softmaxSample { plan.options.softmaxSample = softmaxSample }
    try checkUse(plan.options.needs)
  }

  /// Throws if an option is given that no objective makes use of.
  private func checkUse(_ needs: BatchNeeds) throws {
    let decoder = "an objective that trains a decoder, such as reconstruct"
    let given = [
      (
        "--second-corruption", !secondCorruption.isEmpty, BatchNeeds.twoViews,
        "an objective that compares two views, such as contrast"
      ),
      ("--latent-noise", latentNoise > 0, .decoder, decoder),
      ("--word-dropout", wordDropout > 0, .decoder, decoder),
    ]
    for (option, isGiven, need, objective) in given where isGiven && !needs.contains(need) {
      throw UsageRule.optionAlone(option, needs: objective)
    }
  }
}
