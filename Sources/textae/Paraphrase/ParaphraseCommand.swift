import AutoencoderModel
import CommandLineKit
import DataStructures
import FileFormats

struct ParaphraseCommand: Command {
  static let name = "paraphrase"
  static let abstract = "Find other ways to say sentences."
  static let discussion = """
    With a text of the same kind, --like or --index, candidates are sentences of the text, these changed \
    word by word toward the sentence, and the sentence with words exchanged. Shown is only what reads like \
    the text, has a vector near that of the sentence, and other words; numbers, persons and denials must \
    be the same. Many sentences have no such paraphrase, and it is said so.

    Without a text, candidates come from the decoder: beam search, sampling, and vectors with added noise. \
    Nothing tells then which of them read well.

    A line shows the cosine similarity to the sentence, the share of words that changed, and the text; \
    the best comes first.
    """
  static let examples = [
    Example(
      "paraphrase --like reviews.txt \"the food was great .\"",
      "Prints up to five paraphrases with the help of a text."),
    Example(
      "paraphrase --index reviews.index --count 1 --json - < sentences.txt",
      "Prints the best paraphrase per line as JSON."),
    Example(
      "paraphrase --model reviews.textae \"the food was great .\"",
      "Prints what the decoder of a model writes."),
    Example(
      "paraphrase --model reviews.textae --count 3 --distance 1 --json - < sentences.txt",
      "Prints three paraphrases per line as JSON, with more noise."),
  ]

  @Argument("SENTENCE", "Sentences; - reads standard input, one per line.", completion: .none)
  var sentences: [String]
  let model = ModelOptions()
  let text = SimilarTextOptions()
  @Option("Maximum number of paraphrases per sentence.", .within(1...1_000)) var count = 5
  @Option("Beam width; 0 turns beam search off. By default 8; with a text, 0.", .within(0...256))
  var beam: Int?
  @Option("Number of sampled candidates. By default 16; with a text, none.", .within(0...10_000))
  var samples: Int?
  @Option("Sampling temperature: above 1 more varied, below 1 safer.", .within(0.01...100))
  var temperature = 1.0
  @Option("Nucleus sampling: total probability of the tokens to sample from.", .within(0.001...1))
  var topP = 0.95
  @Option(
    "Number of candidates decoded from vectors with noise. By default 32; with a text, none.",
    .within(0...10_000))
  var moves: Int?
  @Option("Maximum noise, relative to the length of the vector.", .within(0...100))
  var distance = 0.6
  @Option("Random seed.") var seed: UInt64 = 1
  @Flag("Print one JSON object per sentence.") var json
  let work = RunOptions()

  func validate() throws { try text.validate() }

  func run() throws {
    let (find, autoencoder) = try finder()
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var output = StandardOutput()
    var isFirst = true
    var unknownWords = UnknownWords(
      console: work.console, noun: "sentence", isInteractive: stream.isInteractive)
    while let inputs = try stream.next(16) {
      for input in inputs {
        try Interrupt.check()
        let unknown = unknownWords.check(input, with: autoencoder)
        let found = try find(input)
        if json {
          let answer: [(key: String, value: JSONValue)] = [
            ("input", .string(input)), ("paraphrases", .array(found.map(\.json))),
          ]
          try output.writeLine(UnknownWords.json(answer, unknown).jsonText)
        } else {
          // An empty line separates the lists of several sentences.
          if !isFirst { try output.writeLine("") }
          for paraphrase in found { try output.writeLine(line(paraphrase)) }
          if found.isEmpty { work.console.note("no good paraphrase: \(input)") }
        }
        isFirst = false
      }
      try output.flush()
    }
    unknownWords.finish()
  }

  /// What paraphrases a sentence, and the model that it uses.
  private func finder() throws -> (
    find: (String) throws -> [Paraphrase], model: SentenceAutoencoder
  ) {
    var options = options
    guard var paraphraser = try text.paraphraser(model, work) else {
      let autoencoder = try model.autoencoder(threads: work.threads)
      return ({ try autoencoder.paraphrases(of: $0, options: options) }, autoencoder)
    }
    (options.beam, options.samples, options.moves) = (beam ?? 0, samples ?? 0, moves ?? 0)
    paraphraser.options = options
    let chosen = paraphraser
    return ({ try chosen.paraphrases(of: $0) }, chosen.model)
  }

  private var options: ParaphraseOptions {
    var options = ParaphraseOptions()
    options.count = count
    options.beam = beam ?? options.beam
    options.samples = samples ?? options.samples
    options.temperature = Float(temperature)
    options.topP = Float(topP)
    options.moves = moves ?? options.moves
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
    var members = [
      JSONValue.Member(key: "text", value: .string(text)),
      JSONValue.Member(key: "similarity", value: .number(similarity)),
      JSONValue.Member(key: "changedWords", value: .number(changedWords)),
    ]
    if let fluency { members.append(.init(key: "fluency", value: .number(fluency))) }
    members.append(.init(key: "origin", value: .string(origin.rawValue)))
    return .object(members)
  }
}
