import AutoencoderModel
import CommandLineKit
import DataStructures
import FileFormats
import SentenceEmbedding

struct ParaphraseCommand: Command {
  static let name = "paraphrase"
  static let abstract = "Find other ways to say sentences."
  static let discussion = """
    With a text of the same kind, --like or --index, candidates are sentences of the text, these changed \
    word by word toward the sentence, and the sentence with words exchanged. A candidate is shown if it \
    reads like the text, has a vector near that of the sentence, and enough other words. Numbers, persons, \
    denials and questions must be the same. Many sentences have no such paraphrase; then the answer is \
    "no good paraphrase". A sentence of more than 60 words is only compared with the sentences of the text.

    Without a text, candidates come from the decoder: beam search, sampling, and vectors with added noise. \
    Many of them are no good sentences, and all are shown.

    A line has the cosine similarity to the sentence, the share of words that changed, and the text; \
    the best comes first. If there are several sentences, or they come from standard input, each is printed \
    before its list.
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
  @Option("Beam width; 0 for no beam search. By default 8; with a text, 0.", .within(0...256))
  var beam: Int?
  @Option("Number of sampled candidates. By default 16; with a text, 0.", .within(0...10_000))
  var samples: Int?
  @Option("Sampling temperature: above 1 more varied, below 1 safer.", .within(0.01...100))
  var temperature = 1.0
  @Option("Nucleus sampling: total probability of the tokens to sample from.", .within(0.001...1))
  var topP = 0.95
  @Option(
    "Number of candidates decoded from vectors with noise. By default 32; with a text, 0.",
    .within(0...10_000))
  var moves: Int?
  @Option("Maximum noise, relative to the length of the vector.", .within(0...100))
  var distance = 0.6
  @Option("Random seed.") var seed: UInt64 = 1
  @Flag("Print one JSON object per sentence.") var json
  let work = RunOptions()

  func validate() throws {
    try text.validate()
    guard text.isGiven else { return }
    let (samples, moves) = (("--samples", samples ?? 0), ("--moves", moves ?? 0))
    for (option, isGiven, askers) in [
      ("--temperature", $temperature, [samples]), ("--top-p", $topP, [samples]),
      ("--distance", $distance, [moves]), ("--seed", $seed, [samples, moves]),
    ] where isGiven && askers.allSatisfy({ $0.1 == 0 }) {
      throw UsageRule.optionWithoutDecoder(option, needs: askers.map(\.0))
    }
  }

  func run() throws {
    try SentenceStream.requireText(sentences.filter { $0 != "-" })
    let (find, embedder) = try finder()
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var output = StandardOutput()
    // A list of its own needs no heading.
    let hasHeadings = !stream.isInteractive && (sentences.count != 1 || sentences == ["-"])
    var isFirst = true
    var unknownWords = UnknownWords(
      console: work.console, noun: "sentence", isInteractive: stream.isInteractive)
    while let inputs = try stream.next(16) {
      for input in inputs {
        let unknown = unknownWords.check(input, with: embedder)
        let found = try Interrupt.endingAtOnce { try find(input) }
        if json {
          let answer: [(key: String, value: JSONValue)] = [
            ("input", .string(input)), ("paraphrases", .array(found.map(\.json))),
          ]
          try output.writeLine(UnknownWords.json(answer, unknown).jsonText)
        } else {
          // An empty line separates the lists of several sentences.
          if !isFirst { try output.writeLine("") }
          if hasHeadings { try output.writeLine(input) }
          for paraphrase in found { try output.writeLine(line(paraphrase)) }
          if found.isEmpty { try output.writeLine("no good paraphrase") }
        }
        isFirst = false
        // Ctrl-C during the next one leaves this answer.
        try output.flush()
      }
    }
    unknownWords.finish()
  }

  /// What paraphrases a sentence, and what makes its vectors.
  private func finder() throws -> (
    find: (String) throws -> [Paraphrase], embedder: any SentenceEmbedder
  ) {
    var options = options
    let needsDecoder = [beam, samples, moves].contains { $0 ?? 0 > 0 }
    guard var paraphraser = try text.paraphraser(model, needsDecoder: needsDecoder, work) else {
      let autoencoder = try model.autoencoder(threads: work.threads)
      return ({ try autoencoder.paraphrases(of: $0, options: options) }, autoencoder)
    }
    (options.beam, options.samples, options.moves) = (beam ?? 0, samples ?? 0, moves ?? 0)
    paraphraser.options = options
    let chosen = paraphraser
    return ({ try chosen.paraphrases(of: $0) }, chosen.embedder)
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
