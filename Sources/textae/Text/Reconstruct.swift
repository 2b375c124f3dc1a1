import AutoencoderModel
import CommandLineKit
import FileFormats
import TensorKit

struct Reconstruct: Command {
  static let name = "reconstruct"
  static let abstract = "Decode sentences from their own vectors, or from vectors of a file."
  static let discussion = """
    Each sentence is encoded to a vector, and the decoder writes a sentence from that vector \
    alone. Without arguments, type sentences one per line. With --vectors, the rows of a file are \
    decoded instead; embed --raw writes such files.

    With --rounds, the guess is encoded again, the vector is moved by what the guess lacks, and decoded \
    again. The guess whose vector is nearest is the answer.

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
    Example(
      "reconstruct --model reviews.textae --vectors vectors.npy --rounds 5",
      "Prints a sentence for every vector, corrected up to five times."),
  ]

  @Argument("SENTENCE", "Sentences; - reads standard input, one per line.", completion: .none)
  var sentences: [String]
  let model = ModelOptions()
  @Option(
    "Vectors to decode in place of sentences: .npy or word2vec.", value: "FILE", completion: .file)
  var vectors: String?
  @Option(
    "Beam width; 1 decodes greedily.", .within(1...256))
  var beam = 1
  @Option("Rounds of correction, at the most; 0 decodes once. Excludes --beam.", .within(0...1_000))
  var rounds = 0
  @Flag("Print one JSON object per sentence.") var json
  let work = RunOptions()

  func validate() throws {
    if vectors != nil, !sentences.isEmpty { throw UsageRule.vectorsAndSentences }
    if rounds > 0, beam > 1 { throw UsageProblem.conflict("--rounds", "--beam") }
  }

  func run() throws {
    let autoencoder = try model.autoencoder(threads: work.threads)
    var output = StandardOutput()
    if let vectors { return try decode(VectorFile(path: vectors), autoencoder, &output) }
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
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

  /// Prints a sentence for every vector of a file.
  private func decode(
    _ file: VectorFile, _ autoencoder: SentenceAutoencoder, _ output: inout StandardOutput
  ) throws {
    guard file.dimension == autoencoder.dimension else {
      throw CommandError.otherDimension(
        path: file.path, found: file.dimension, expected: autoencoder.dimension)
    }
    var row = 0
    while let part = try file.next(256) {
      try Interrupt.check()
      for number in 0..<part.vectors.rows
      where !part.vectors.withRow(number, { Kernels.sumOfSquares($0) }).isFinite {
        throw FileError.malformed(
          path: file.path, line: nil,
          reason: "row \(row + number + 1) has numbers that are not finite")
      }
      for sentence in try decode(part.vectors, autoencoder) {
        let text = autoencoder.text(of: sentence)
        let answer: JSONValue = [
          "row": .integer(row), "output": .string(text),
          "logProbability": .number(sentence.logProbability),
        ]
        row += 1
        try output.writeLine(json ? answer.jsonText : text)
      }
      try output.flush()
    }
  }

  private func decode(
    _ vectors: Matrix, _ autoencoder: SentenceAutoencoder
  ) throws -> [DecodedSentence] {
    guard beam > 1 else { return try autoencoder.decode(vectors, rounds: rounds) }
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
