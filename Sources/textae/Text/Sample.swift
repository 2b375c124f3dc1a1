import AutoencoderModel
import CommandLineKit
import FileFormats

struct Sample: Command {
  static let name = "sample"
  static let abstract = "Generate new sentences."
  static let discussion = """
    Draws random vectors and decodes them. A variational model (train --latent variational) and an \
    adversarial one (train --objective adversarial) know the distribution of their vectors. For any \
    other model, --like gives sentences to whose vectors a Gaussian is fitted; at most 10,000 are read.
    """
  static let examples = [
    Example("sample --model reviews.textae --count 5", "Prints five sentences."),
    Example(
      "sample --model notes.textae --like notes.txt --spread 0.7",
      "Prints ten sentences near those of a file, and nearer to their mean."),
  ]

  let model = ModelOptions()
  @Option(
    "Sentences to take the distribution from, one per line.", value: "FILE", completion: .file)
  var like: String?
  @Option("Number of sentences.", .within(1...1_000_000)) var count = 10
  @Option(
    "A factor on the standard deviation; below 1 safer, above 1 more varied.", .within(0...100))
  var spread = 1.0
  @Option("Random seed.") var seed: UInt64 = 1
  @Flag("Print one JSON object per sentence.") var json
  let work = RunOptions()

  /// The most sentences that a distribution is fitted to.
  private static let fitted = 10_000
  /// Sentences that are decoded together; does not affect them.
  private static let part = 256

  func run() throws {
    let autoencoder = try model.autoencoder(threads: work.threads)
    let distribution = try distribution(autoencoder)
    var output = StandardOutput()
    for first in stride(from: 0, to: count, by: Self.part) {
      try Interrupt.check()
      let sentences = try autoencoder.samples(
        min(Self.part, count - first), from: distribution, spread: Float(spread), seed: seed,
        first: first)
      for sentence in sentences {
        let object: JSONValue = ["text": .string(sentence)]
        try output.writeLine(json ? object.jsonText : sentence)
      }
      try output.flush()
    }
  }

  private func distribution(_ autoencoder: SentenceAutoencoder) throws -> LatentDistribution {
    guard let like else {
      guard let prior = autoencoder.prior else { throw CommandError.noPrior(path: model.model) }
      return prior
    }
    var stream = SentenceStream(files: [like])
    var sentences: [String] = []
    while sentences.count < Self.fitted, let some = try stream.next(Self.fitted - sentences.count) {
      sentences += some.filter { !$0.isBlank }
    }
    guard let fitted = LatentDistribution(fittedTo: autoencoder.embed(sentences)) else {
      throw CommandError.noDistribution(path: like)
    }
    return fitted
  }
}
