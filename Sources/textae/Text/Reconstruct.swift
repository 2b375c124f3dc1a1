import AutoencoderModel
import CommandLineKit
import FileFormats

struct Reconstruct: Command {
  static let name = "reconstruct"
  static let abstract = "Decode sentences from their own vectors."
  static let discussion = """
    Each sentence is encoded to a vector, and the decoder writes a sentence from that vector \
    alone. Without arguments, type sentences one per line.
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
    while let inputs = try stream.next(256) {
      try Interrupt.check()
      for (input, decoded) in zip(inputs, try decode(inputs, autoencoder)) {
        try output.writeLine(line(input, decoded, autoencoder))
      }
      try output.flush()
    }
  }

  private func decode(
    _ inputs: [String], _ autoencoder: SentenceAutoencoder
  ) throws -> [DecodedSentence] {
    let vectors = autoencoder.embed(inputs)
    guard beam > 1 else { return try autoencoder.decode(vectors) }
    return try (0..<inputs.count).compactMap { row in
      try autoencoder.decode(vectors.rows(at: [row]), beam: beam).first
    }
  }

  private func line(
    _ input: String, _ decoded: DecodedSentence, _ autoencoder: SentenceAutoencoder
  ) -> String {
    let text = autoencoder.text(of: decoded)
    guard json else { return text }
    let object: JSONValue = [
      "input": .string(input), "output": .string(text),
      "exact": .bool(autoencoder.isExact(decoded, of: input)),
      "logProbability": .number(decoded.logProbability),
    ]
    return object.jsonText
  }
}
