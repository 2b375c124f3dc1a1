import CommandLineKit
import SkipGram

/// What `skipgram` learns and how.
struct SkipGramOptions: OptionGroup {
  static let title = "Training"

  @Option("Numbers a word.", .within(1...65_536)) var dimension = 256
  @Option(
    "Words on each side that can be context; each center draws 1 to this.", .within(1...1_000))
  var window = 5
  @Option("Words drawn to tell each center from.", .within(1...1_000)) var negative = 5
  @Option("Words more frequent than this are dropped at random; 0 for none.", .within(0...1))
  var sample = 1e-4
  @Option("Passes over the corpus.", .within(1...100_000)) var epochs = 5
  @Option("Stop after this time, such as 90s or 10m; then no two runs agree.")
  var timeBudget: Duration?
  @Option("Words that occur less often have no vector.", .atLeast(1)) var minCount = 5
  @Option("Learning rate at the start; it falls to nothing.", .within(1e-9...10))
  var learningRate: Float = 0.025
  @Option("Source of all random numbers.") var seed: UInt64 = 1
  @Flag("The same bytes for any number of threads, somewhat slower.") var deterministic

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
    "A tokenizer.json or a model that has one; otherwise words and marks of the corpus are taken.",
    value: "FILE.json", completion: .file)
  var tokenizer: String?
  @Flag("Turn capitals into small letters.") var lowercase
  @Flag("Remove accents and other combining marks.") var stripAccents

  func validate() throws {
    if tokenizer != nil, lowercase || stripAccents {
      throw UsageProblem.conflict("--tokenizer", lowercase ? "--lowercase" : "--strip-accents")
    }
  }
}
