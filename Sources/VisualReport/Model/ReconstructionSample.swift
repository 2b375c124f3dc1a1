import AutoencoderModel
import FileFormats

/// Sentences that a model has read into vectors and written again from these vectors alone.
public struct ReconstructionSample: Sendable {
  /// One sentence.
  public struct Example: Equatable, Sendable {
    /// What went in.
    public let input: String
    /// What came out.
    public let output: String
    /// Whether every token came back.
    public let isExact: Bool

    /// For programs and pages.
    public var json: JSONValue {
      [
        "input": .string(input), "output": .string(output), "exact": .bool(isExact),
        "changes": WordChanges(from: input, to: output).json,
      ]
    }
  }

  /// Where the sentences come from, in words.
  public let origin: String
  /// The sentences, in their order.
  public let examples: [Example]

  /// Encodes and decodes sentences, each by its most likely tokens.
  ///
  /// - Throws: `FileError` if the decoder of the model is damaged.
  public init(of sentences: [String], from origin: String, by model: SentenceAutoencoder) throws {
    self.origin = origin
    let decoded = try model.decode(model.embed(sentences))
    examples = zip(sentences, decoded).map { sentence, decoded in
      Example(
        input: sentence, output: model.text(of: decoded),
        isExact: model.isExact(decoded, of: sentence))
    }
  }

  /// The most bytes of a sentence on a page; models read less.
  private static let mostText = 1_000

  /// For a page: long sentences are cut.
  var json: JSONValue {
    let shown = examples.map {
      Example(
        input: PageText.cut($0.input, to: Self.mostText),
        output: PageText.cut($0.output, to: Self.mostText), isExact: $0.isExact)
    }
    return ["origin": .string(origin), "examples": .array(shown.map(\.json))]
  }
}
