import AutoencoderModel
import CommandLineKit
import FileFormats

struct ParaphraseCommand: Command {
  static let name = "paraphrase"
  static let abstract = "Reword sentences from their vectors."
  static let discussion = """
    Wordings come from a beam, from drawing tokens by chance, and from vectors moved a little by noise. Each is \
    encoded again: the line begins with the cosine to the sentence and the share of words changed, best first. \
    The sentence itself is never among them.
    """
  static let examples = [
    Example(
      "paraphrase --model reviews.textae \"the food was great .\"",
      "Up to five other wordings."),
    Example(
      "paraphrase --model reviews.textae --count 3 --distance 1 --json - < sentences.txt",
      "Three wordings a line, from farther away, as JSON."),
  ]

  @Argument("SENTENCE", "Sentences; - reads them from standard input.", completion: .none)
  var sentences: [String]
  let model = ModelOptions()
  @Option("Most wordings of a sentence.", .within(1...1_000)) var count = 5
  @Option("Width of the beam; 0 for none.", .within(0...256)) var beam = 8
  @Option("Sentences drawn by chance.", .within(0...10_000)) var samples = 16
  @Option("Above 1 draws are more varied, below 1 safer.", .within(0.01...100))
  var temperature = 1.0
  @Option("Draws are among the likeliest tokens of this probability.", .within(0.001...1))
  var topP = 0.95
  @Option("Vectors moved by noise.", .within(0...10_000)) var moves = 32
  @Option("Farthest move, as a share of the vector's length.", .within(0...100)) var distance = 0.6
  @Option("Source of all random numbers.") var seed: UInt64 = 1
  @Flag("One JSON object a sentence.") var json
  let work = RunOptions()

  func run() throws {
    let autoencoder = try model.autoencoder(threads: work.threads)
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var output = StandardOutput()
    var isFirst = true
    while let inputs = try stream.next(16) {
      for input in inputs {
        try Interrupt.check()
        let found = try autoencoder.paraphrases(of: input, options: options)
        if json {
          let object: JSONValue = [
            "input": .string(input), "paraphrases": .array(found.map(\.json)),
          ]
          try output.writeLine(object.jsonText)
        } else {
          // Lists of several sentences are told apart by an empty line.
          if !isFirst { try output.writeLine("") }
          for paraphrase in found { try output.writeLine(line(paraphrase)) }
        }
        isFirst = false
      }
      try output.flush()
    }
  }

  private var options: ParaphraseOptions {
    var options = ParaphraseOptions()
    options.count = count
    options.beam = beam
    options.samples = samples
    options.temperature = Float(temperature)
    options.topP = Float(topP)
    options.moves = moves
    options.distance = Float(distance)
    options.seed = seed
    return options
  }

  private func line(_ paraphrase: Paraphrase) -> String {
    "\(fixed(paraphrase.similarity))\t\(fixed(paraphrase.changedWords))\t\(paraphrase.text)"
  }
}

extension Paraphrase {
  var json: JSONValue {
    [
      "text": .string(text), "similarity": .number(similarity),
      "changedWords": .number(changedWords), "origin": .string(origin.rawValue),
    ]
  }
}
