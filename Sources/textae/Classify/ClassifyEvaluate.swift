import CommandLineKit
import DataStructures
import EmbeddingEvaluation
import FileFormats
import TensorKit
import TextAutoencoder

struct ClassifyEvaluate: Command {
  static let name = "evaluate"
  static let abstract = "Compare the predicted classes of texts with their labels."
  static let discussion = """
    Prints the accuracy, the mean F1 of the classes and, if there are at most \
    \(ClassificationText.mostClasses), how often each class was taken for each other.

    With --training, two baselines are trained on those examples and evaluated on the same file: \
    logistic regression on TF-IDF weights, and on the means of skip-gram vectors, which are trained \
    on the examples unless --skipgram gives others.
    """
  static let examples = [
    Example("classify evaluate reviews.classifier test.tsv", "Prints accuracy and F1."),
    Example(
      "classify evaluate reviews.classifier test.tsv --training reviews.tsv --json",
      "Evaluates the baselines too, and prints one JSON object for each."),
  ]

  @Argument("CLASSIFIER", "A folder that classify train wrote.") var classifier: String
  @Argument("FILE", "Texts with their labels, as classify train reads them.") var file: String
  let model = ClassifierOptions()
  let examples = ExampleOptions()
  @Option("The examples to train baselines on.", value: "FILE", completion: .file) var training:
    String?
  @Option(
    "Word vectors for the baseline of their means.", name: "skipgram", value: "MODEL",
    completion: .file)
  var skipGram: String?
  @Option("Random seed of the baselines.") var seed: UInt64 = 1
  @Flag("Print one JSON object per classifier.") var json
  let work = RunOptions()

  func validate() throws {
    try examples.validate()
    if skipGram != nil, training == nil { throw UsageRule.wordsWithoutTraining }
  }

  func run() throws {
    let classifier = try model.load(classifier, threads: work.threads)
    let test = try examples.read(file, console: work.console).test
    try report(self.classifier, on: test) { classifier }
    guard let training else { return }
    let known = try examples.read(training, console: work.console).training
    let pool = WorkerPool(threads: work.threads)
    var baselines = BaselineClassifiers(
      texts: known.map(\.text), labels: known.map(\.label), pool: pool)
    baselines.options.seed = seed
    let words = try skipGram.map { try ModelLoading(raw: true).load($0).wordVectors() }
    try report("TF-IDF + logistic regression", on: test) { try baselines.termWeights() }
    try report("mean of skip-gram + logistic regression", on: test) {
      try baselines.meanOfWords(words)
    }
  }

  private func report(
    _ name: String, on test: [LabeledText], _ classifier: () throws -> TextClassifier
  ) throws {
    let report = try Interrupt.endingAtOnce {
      try classifier().evaluate(test.map(\.text), labels: test.map(\.label))
    }
    let text = ClassificationText(name: name, file: file, report: report)
    let shown = json ? text.json.jsonText : text.lines.joined(separator: "\n")
    try StandardOutput.print(shown + "\n")
  }
}
