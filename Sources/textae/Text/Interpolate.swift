import AutoencoderModel
import CommandLineKit
import DataStructures
import FileFormats

extension InterpolationPath: ArgumentChoice {}

struct Interpolate: Command {
  static let name = "interpolate"
  static let abstract = "Decode sentences between two others."
  static let discussion = """
    Decodes points on the way between the vectors of two sentences, at equal steps, both ends \
    included. A spherical path turns the direction at a constant rate, so that vectors on the way are as \
    long as those of sentences. Without arguments, reads two lines at a time from standard input.
    """
  static let examples = [
    Example(
      "interpolate --model reviews.textae \"the food was great .\" \"the waiter was rude .\"",
      "Prints six sentences, from the first to the last."),
    Example(
      "interpolate --model reviews.textae --steps 10 --json - < pairs-of-lines.txt",
      "Takes smaller steps, between lines 1 and 2, 3 and 4, and so on."),
  ]

  @Argument(
    "SENTENCE", "Two sentences; - reads pairs of lines from standard input.", completion: .none)
  var sentences: [String]
  let model = ModelOptions()
  @Option("Number of steps from one end to the other.", .within(1...10_000)) var steps = 5
  @Option("The way between the vectors.") var path = InterpolationPath.linear
  @Flag("Also show the cosines of each step with the first and the last sentence.")
  var similarities
  @Flag("Print one JSON object per pair of sentences.") var json
  let work = RunOptions()

  func validate() throws {
    guard sentences.isEmpty || sentences == ["-"] || sentences.count == 2 else {
      throw UsageRule.sentenceCount(sentences.count)
    }
  }

  func run() throws {
    let autoencoder = try model.autoencoder(threads: work.threads)
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var output = StandardOutput()
    var isFirst = true
    var unknownWords = UnknownWords(
      console: work.console, noun: "sentence", isInteractive: stream.isInteractive)
    while let first = try stream.next(1)?.first {
      try Interrupt.check()
      guard let last = try stream.next(1)?.first else {
        throw CommandError.lineWithoutPartner(first)
      }
      let unknown = [first, last].flatMap { unknownWords.check($0, with: autoencoder) }
      let walk = try autoencoder.interpolation(from: first, to: last, steps: steps, path: path)
      if json {
        let answer: [(key: String, value: JSONValue)] = [
          ("from", .string(first)), ("to", .string(last)), ("steps", .array(walk.map(\.json))),
        ]
        try output.writeLine(UnknownWords.json(answer, unknown.distinctByBytes()).jsonText)
      } else {
        if !isFirst { try output.writeLine("") }
        for step in walk {
          let position = TextFormat.fixed(step.position, places: 2)
          let cosines = [step.similarityToFirst, step.similarityToLast].map {
            TextFormat.fixed($0, places: 4)
          }
          try output.writeLine(
            ([position] + (similarities ? cosines : []) + [step.text]).joined(separator: "\t"))
        }
      }
      isFirst = false
      try output.flush()
    }
    unknownWords.finish()
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
