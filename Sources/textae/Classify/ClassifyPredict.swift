import CommandLineKit
import FileFormats
import TextAutoencoder

struct ClassifyPredict: Command {
  static let name = "predict"
  static let abstract = "Tell the classes of sentences."
  static let discussion = """
    Each input line gives one label, in the same order. Memory use does not grow with the input. \
    Without arguments, type sentences one per line.

    With --json, each line is an object with the input, its label, the probability of that label, and \
    the probabilities of all labels.
    """
  static let examples = [
    Example(
      "classify predict reviews.classifier \"the food was great .\"", "Prints the label."),
    Example(
      "classify predict reviews.classifier --json - < sentences.txt",
      "Prints labels and probabilities, one JSON object per line."),
  ]

  @Argument("CLASSIFIER", "A folder that classify train wrote.") var classifier: String
  @Argument("SENTENCE", "Sentences; - reads standard input, one per line.", completion: .none)
  var sentences: [String]
  let model = ClassifierOptions()
  @Flag("Print one JSON object per sentence.") var json
  let work = RunOptions()

  func run() throws {
    let classifier = try model.load(classifier, threads: work.threads)
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var output = StandardOutput()
    while let inputs = try stream.next(1_024) {
      try Interrupt.check()
      for (input, prediction) in zip(inputs, try classifier.predict(inputs)) {
        try output.writeLine(
          json ? object(input, prediction, classifier.labels).jsonText : prediction.label)
      }
      try output.flush()
    }
  }

  private func object(
    _ input: String, _ prediction: ClassPrediction, _ labels: [String]
  ) -> JSONValue {
    let all = zip(labels, prediction.probabilities).map {
      JSONValue.Member(key: $0, value: .number($1))
    }
    return [
      "input": .string(input), "label": .string(prediction.label),
      "probability": .number(prediction.probability), "probabilities": .object(all),
    ]
  }
}
