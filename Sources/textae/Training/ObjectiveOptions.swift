import Autoencoder
import CommandLineKit

extension SpelledSetting where Self: ArgumentValue {
  /// Reads the spelling of a file.
  public init?(argument: String) { self.init(spelling: argument) }
  /// The spelling of a file.
  public var argumentText: String { spelling }
}

extension Corruption: ArgumentValue {
  /// A kind and an amount.
  public static var argumentPlaceholder: String {
    "drop:P|blank:P|substitute:P|shuffle:K"
  }
  /// All kinds with their amounts.
  public static var argumentExpectation: String { spellings }
}

extension Objective: ArgumentValue {
  /// A kind and a weight.
  public static var argumentPlaceholder: String {
    "reconstruct|bag|contrast|overlap[:WEIGHT[:SHARE]]"
  }
  /// All kinds, and what a weight is.
  public static var argumentExpectation: String { spellings }
}

/// What `train` asks of the vectors.
struct ObjectiveOptions: OptionGroup {
  static let title = "Objective"

  @Option(
    "What is learnt: to write the sentence again, to tell its words in any order, to know it from other "
      + "sentences when it is corrupted in two ways, to tell how many words two corrupted sentences share. The "
      + "losses are added by their weights, 1 where none is given. With a share, reconstruct is learnt from so "
      + "many of the sentences of a step, which saves most of its time. Without the option, reconstruct alone."
  )
  var objective: [Objective] = [Objective(.reconstruct)]
  @Option(
    "Damage to what the encoder reads: words left out, blanked or replaced with probability P, or moved by "
      + "at most K places. Several follow one after the other.")
  var corruption: [Corruption] = []
  @Option(
    "The same for the second reading of a sentence, where contrast or overlap has it read twice. Without the "
      + "option and a preset that has it, as for the first.")
  var secondCorruption: [Corruption] = []

  @Option(
    "To bag and overlap, words are one whose first so many letters agree: a stemmer for languages whose words "
      + "change at their ends, and for vocabularies of words; byte pairs stay themselves.",
    .within(1...100))
  var stemLetters: Int?
  @Option(
    "Words of a softmax in training: those of the sentences of a step, and others by chance. Saves time where the "
      + "vocabulary is large. Without it, all words.", .within(1...1_000_000_000))
  var softmaxSample: Int?

  func set(_ options: inout TrainingOptions) {
    options.objective = objective
    options.corruption = corruption
    options.secondCorruption = secondCorruption.isEmpty ? nil : secondCorruption
    (options.stemLetters, options.softmaxSample) = (stemLetters, softmaxSample)
  }
}
