/// The shape of an autoencoder: it determines the weights of the encoder, the latent and the
/// decoder.
public struct Architecture: Codable, Sendable, Equatable {
  /// Tokens in the vocabulary, V.
  public var vocabularySize: Int
  /// Size of a token's vector, E, on both sides.
  public var embeddingSize: Int
  /// Size of the hidden state of each layer and direction, H.
  public var hiddenSize: Int
  /// Layers on each side.
  public var layers: Int
  /// Whether the encoder reads in both directions.
  public var isBidirectional: Bool
  /// Size of the latent; nil uses the final state directly, without a linear bottleneck.
  public var latentSize: Int?
  /// The kind of the encoder, by name.
  public var encoder: String

  /// An architecture for a vocabulary; the other defaults suit sentences from one domain.
  public init(
    vocabularySize: Int, embeddingSize: Int = 256, hiddenSize: Int = 512, layers: Int = 1,
    isBidirectional: Bool = false, latentSize: Int? = nil, encoder: String = "lstm"
  ) {
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.isBidirectional = isBidirectional
    self.latentSize = latentSize
    self.encoder = encoder
  }

  /// Reads the shape from a file. Earlier versions do not name an encoder; theirs is an LSTM.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    vocabularySize = try values.decode(Int.self, forKey: .vocabularySize)
    embeddingSize = try values.decode(Int.self, forKey: .embeddingSize)
    hiddenSize = try values.decode(Int.self, forKey: .hiddenSize)
    layers = try values.decode(Int.self, forKey: .layers)
    isBidirectional = try values.decode(Bool.self, forKey: .isBidirectional)
    latentSize = try values.decodeIfPresent(Int.self, forKey: .latentSize)
    encoder = try values.decodeIfPresent(String.self, forKey: .encoder) ?? "lstm"
  }

  /// Throws unless every size is within its allowed range.
  package func checkSizes() throws(AutoencoderError) {
    let sizes = [
      ("vocabulary size", vocabularySize, 1 << 24), ("embedding size", embeddingSize, 1 << 16),
      ("hidden size", hiddenSize, 1 << 16), ("number of layers", layers, 64),
      ("latent size", latentSize ?? 1, 1 << 16),
    ]
    for (name, value, maximum) in sizes where value < 1 || value > maximum {
      throw .invalidSetting(name: name, value: "\(value)", expected: "1 to \(maximum)")
    }
  }
}
