import AutoencoderModel
import CommandLineKit
import FileFormats

struct Interpolate: Command {
  static let name = "interpolate"
  static let abstract = "Walk from one sentence to another."
  static let discussion = """
    The straight line between the vectors of two sentences is decoded at equal steps, both ends included. Without \
    sentences, two lines at a time are read from standard input.
    """
  static let examples = [
    Example(
      "interpolate --model reviews.textae \"the food was great .\" \"the waiter was rude .\"",
      "Six sentences, from the first to the last."),
    Example(
      "interpolate --model reviews.textae --steps 10 --json - < pairs-of-lines.txt",
      "Finer walks between lines 1 and 2, 3 and 4, and so on."),
  ]

  @Argument("SENTENCE", "Two sentences; - reads pairs of lines.", completion: .none)
  var sentences: [String]
  let model = ModelOptions()
  @Option("Steps from one end to the other.", .within(1...10_000)) var steps = 5
  @Flag("One JSON object a walk.") var json
  let work = RunOptions()

  func validate() throws {
    guard sentences.isEmpty || sentences == ["-"] || sentences.count == 2 else {
      throw UsageProblem.invalid(
        "\(sentences.count) sentences", advice: "give two, or - to read pairs of lines")
    }
  }

  func run() throws {
    let autoencoder = try model.autoencoder(threads: work.threads)
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var output = StandardOutput()
    var isFirst = true
    while let first = try stream.next(1)?.first {
      try Interrupt.check()
      guard let last = try stream.next(1)?.first else {
        throw CommandFailure(
          "a walk without an end", at: first, advice: "give an even number of lines",
          exitStatus: .badData)
      }
      let walk = try autoencoder.interpolation(from: first, to: last, steps: steps)
      if json {
        let object: JSONValue = [
          "from": .string(first), "to": .string(last), "steps": .array(walk.map(\.json)),
        ]
        try output.writeLine(object.jsonText)
      } else {
        if !isFirst { try output.writeLine("") }
        for step in walk { try output.writeLine("\(fixed(step.position))\t\(step.text)") }
      }
      isFirst = false
      try output.flush()
    }
  }
}

extension InterpolationStep {
  var json: JSONValue {
    [
      "position": .number(position), "text": .string(text),
      "similarityToFirst": .number(similarityToFirst),
      "similarityToLast": .number(similarityToLast),
    ]
  }
}
