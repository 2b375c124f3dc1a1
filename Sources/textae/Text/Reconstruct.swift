import AutoencoderModel
import CommandLineKit
import FileFormats
import TensorKit

struct Reconstruct: Command {
  static let name = "reconstruct"
  static let abstract = "Decode sentences from their own vectors."
  static let discussion = """
    Each sentence is encoded to a vector, and the decoder writes a sentence from that vector \
    alone. Without arguments, type sentences one per line.

    With --json, logProbability is that of the output and inputLogProbability that of the sentence \
    itself, both given the vector, in nats. Words that the vocabulary lacks are listed as \
    unknownWords.
    """
  static let examples = [
    Example(
      "reconstruct --model reviews.textae \"the food was great .\"",
      "Shows what the vector of a sentence retains."),
    Example(
      "reconstruct --model reviews.textae --beam 5 --json - < sentences.txt",
      "Prints one JSON object per line, which says whether it is an exact match."),
  ]

  @Argument("SENTENCE", "Sentences; - reads standard input, one per line.", completion: .none)
  var sentences: [String]
  let model = ModelOptions()
  @Option(
    "Beam width; 1 decodes greedily.", .within(1...256))
  var beam = 1
  @Flag("Print one JSON object per sentence.") var json
  let work = RunOptions()

  func run() throws {
    let autoencoder = try model.autoencoder(threads: work.threads)
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var output = StandardOutput()
    var unknownWords = UnknownWords(
      console: work.console, noun: "sentence", isInteractive: stream.isInteractive)
    while let inputs = try stream.next(256) {
      try Interrupt.check()
      let vectors = autoencoder.embed(inputs)
      let decoded = try decode(vectors, autoencoder)
      let scores = json ? try autoencoder.logProbabilities(of: inputs, from: vectors) : []
      for (row, input) in inputs.enumerated() {
        let unknown = unknownWords.check(input, with: autoencoder)
        let text = autoencoder.text(of: decoded[row])
        try output.writeLine(
          json
            ? object(input, text, decoded[row], scores[row], unknown, autoencoder).jsonText : text)
      }
      try output.flush()
    }
    unknownWords.finish()
  }

  private func decode(
    _ vectors: Matrix, _ autoencoder: SentenceAutoencoder
  ) throws -> [DecodedSentence] {
    guard beam > 1 else { return try autoencoder.decode(vectors) }
    return try (0..<vectors.rows).compactMap { row in
      try autoencoder.decode(vectors.rows(at: [row]), beam: beam).first
    }
  }

  private func object(
    _ input: String, _ output: String, _ decoded: DecodedSentence, _ inputScore: Double,
    _ unknownWords: [String], _ autoencoder: SentenceAutoencoder
  ) -> JSONValue {
    let answer: [(key: String, value: JSONValue)] = [
      ("input", .string(input)), ("output", .string(output)),
      ("exact", .bool(autoencoder.isExact(decoded, of: input))),
      ("logProbability", .number(decoded.logProbability)),
      ("inputLogProbability", .number(inputScore)),
    ]
    return UnknownWords.json(answer, unknownWords)
  }
}
