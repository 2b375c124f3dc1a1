import CommandLineKit
import SkipGram

/// The training settings of `skipgram`.
struct SkipGramOptions: OptionGroup {
  static let title = "Training"

  @Option("Dimensions of the word vectors.", .within(1...65_536)) var dimension = 256
  @Option(
    "Maximum context words on each side; the window of each word is drawn from 1 to this.",
    .within(1...1_000))
  var window = 5
  @Option("Number of negative samples.", .within(1...1_000)) var negative = 5
  @Option(
    "Subsampling: words above this frequency are dropped at random; 0 turns it off.", .within(0...1)
  )
  var sample = 1e-4
  @Option("Passes over the corpus.", .within(1...100_000)) var epochs = 5
  @Option("Stop after this time, such as 90s or 10m. The result then depends on the clock.")
  var timeBudget: Duration?
  @Option("Minimum number of occurrences of a word with a vector.", .atLeast(1)) var minCount = 5
  @Option("Initial learning rate; it falls linearly to almost zero.", .within(1e-9...10))
  var learningRate: Float = 0.025
  @Option("Random seed.") var seed: UInt64 = 1
  @Flag("Give the same result for any number of threads; somewhat slower.") var deterministic

  var configuration: SkipGramConfiguration {
    var configuration = SkipGramConfiguration()
    configuration.dimension = dimension
    configuration.windowSize = window
    configuration.negativeCount = negative
    configuration.subsamplingThreshold = sample
    configuration.epochs = epochs
    configuration.timeBudget = timeBudget.map { Double($0.milliseconds) / 1_000 }
    configuration.minimumCount = minCount
    configuration.learningRate = learningRate
    configuration.seed = seed
    configuration.isDeterministic = deterministic
    return configuration
  }
}

/// How `skipgram` splits sentences into words if no tokenizer is given.
struct WordOptions: OptionGroup {
  static let title = "Words"

  @Option(
    "A tokenizer.json, or a model that contains one. Without it, the words and punctuation marks "
      + "of the corpus are used.",
    value: "FILE.json", completion: .file)
  var tokenizer: String?
  @Flag("Convert text to lower case.") var lowercase
  @Flag("Remove accents and other combining marks.") var stripAccents

  func validate() throws {
    if tokenizer != nil, lowercase || stripAccents {
      throw UsageProblem.conflict("--tokenizer", lowercase ? "--lowercase" : "--strip-accents")
    }
  }
}
