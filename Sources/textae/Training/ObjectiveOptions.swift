import AutoencoderModel
import AutoencoderTraining
import CommandLineKit
import TextAutoencoder

extension Corruption: ArgumentValue {
  /// A kind and an amount.
  public static var argumentPlaceholder: String {
    CorruptionKinds.all.map { $0.placeholder }.joined(separator: "|")
  }
  /// All kinds with their amounts.
  public static var argumentExpectation: String { CorruptionKinds.all.spellings { $0 } }
  /// Reads the spelling of a file.
  public init?(argument: String) { self.init(rawValue: argument) }
  /// The spelling of a file.
  public var argumentText: String { rawValue }
}

extension Objective: ArgumentValue {
  /// A kind, a weight, and further numbers.
  public static var argumentPlaceholder: String {
    ObjectiveKinds.all.map { $0.name }.joined(separator: "|") + "[:WEIGHT[:…]]"
  }
  /// All kinds, and what a weight is.
  public static var argumentExpectation: String { ObjectiveKinds.spellings }
  /// Reads the spelling of a file.
  public init?(argument: String) { self.init(rawValue: argument) }
  /// The spelling of a file.
  public var argumentText: String { rawValue }
}

/// What `train` asks of the vectors.
struct ObjectiveOptions: OptionGroup {
  static let title = "Objective"

  private static func list(_ kinds: [any PartKind.Type]) -> String {
    kinds.map { "\($0.name): \($0.help)" }.joined(separator: " ")
  }

  @Option(
    "What the model learns. \(list(ObjectiveKinds.all)) The losses are added by their weights, 1 if none is given; "
      + "0..1@5000 is a weight that moves from 0 to 1 in 5000 updates. reconstruct:1:0.25 has a SHARE of a quarter. "
      + "Without the option, reconstruct alone.")
  var objective: [Objective] = [.reconstruct]
  @Option(
    "Damage to what the encoder reads. \(list(CorruptionKinds.all)) Several follow one after the other."
  )
  var corruption: [Corruption] = []
  @Option(
    "The same for the second view of a sentence, with objectives that read it twice: contrast and lexical. Without "
      + "it, and without a preset that has it, the second view is damaged like the first.")
  var secondCorruption: [Corruption] = []

  @Option(
    "For bag and lexical, words with the same first N letters count as one word. A stemmer for languages whose words "
      + "change at their ends. Only for vocabularies of words.",
    formerNames: ["stem-letters"], .within(1...100))
  var stemPrefix: Int?
  @Option(
    "Words in a softmax while training: those of the batch and a random sample. Saves time if the vocabulary is "
      + "large. Without it, all words.", .within(1...1_000_000_000))
  var softmaxSample: Int?

  /// Sets what was given.
  func apply(to plan: inout TrainingPlan) {
    if $objective { plan.options.objectives = objective }
    if $corruption { plan.options.corruptions = corruption }
    if $secondCorruption { plan.options.secondCorruptions = secondCorruption }
    if $stemPrefix { plan.options.stemPrefix = stemPrefix }
    if $softmaxSample { plan.options.softmaxSample = softmaxSample }
  }
}
