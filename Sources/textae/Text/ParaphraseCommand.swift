import AutoencoderModel
import CommandLineKit
import DataStructures
import FileFormats

struct ParaphraseCommand: Command {
  static let name = "paraphrase"
  static let abstract = "Paraphrase sentences by decoding their vectors."
  static let discussion = """
    Candidates come from beam search, from sampling, and from vectors with added noise. Each \
    candidate is encoded again. A line shows its cosine similarity to the sentence, the share of \
    words that changed, and the text; the best comes first. The sentence itself is left out.
    """
  static let examples = [
    Example(
      "paraphrase --model reviews.textae \"the food was great .\"",
      "Prints up to five paraphrases."),
    Example(
      "paraphrase --model reviews.textae --count 3 --distance 1 --json - < sentences.txt",
      "Prints three paraphrases per line as JSON, with more noise."),
  ]

  @Argument("SENTENCE", "Sentences; - reads standard input, one per line.", completion: .none)
  var sentences: [String]
  let model = ModelOptions()
  @Option("Maximum number of paraphrases per sentence.", .within(1...1_000)) var count = 5
  @Option("Beam width; 0 turns beam search off.", .within(0...256)) var beam = 8
  @Option("Number of sampled candidates.", .within(0...10_000)) var samples = 16
  @Option("Sampling temperature: above 1 more varied, below 1 safer.", .within(0.01...100))
  var temperature = 1.0
  @Option("Nucleus sampling: total probability of the tokens to sample from.", .within(0.001...1))
  var topP = 0.95
  @Option("Number of candidates decoded from vectors with noise.", .within(0...10_000))
  var moves = 32
  @Option("Maximum noise, relative to the length of the vector.", .within(0...100))
  var distance = 0.6
  @Option("Random seed.") var seed: UInt64 = 1
  @Flag("Print one JSON object per sentence.") var json
  let work = RunOptions()

  func run() throws {
    let autoencoder = try model.autoencoder(threads: work.threads)
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var output = StandardOutput()
    var isFirst = true
    var unknownWords = UnknownWords(
      console: work.console, noun: "sentence", isInteractive: stream.isInteractive)
    while let inputs = try stream.next(16) {
      for input in inputs {
        try Interrupt.check()
        let unknown = unknownWords.check(input, with: autoencoder)
        let found = try autoencoder.paraphrases(of: input, options: options)
        if json {
          let answer: [(key: String, value: JSONValue)] = [
            ("input", .string(input)), ("paraphrases", .array(found.map(\.json))),
          ]
          try output.writeLine(UnknownWords.json(answer, unknown).jsonText)
        } else {
          // An empty line separates the lists of several sentences.
          if !isFirst { try output.writeLine("") }
          for paraphrase in found { try output.writeLine(line(paraphrase)) }
        }
        isFirst = false
      }
      try output.flush()
    }
    unknownWords.finish()
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
    let figures = [paraphrase.similarity, paraphrase.changedWords]
    return figures.map { TextFormat.fixed($0, places: 2) + "\t" }.joined() + paraphrase.text
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
