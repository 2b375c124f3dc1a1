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
  public var layers: Int { didSet { isResidual = layers > 2 } }
  /// Whether the third LSTM layer of a side and those above read the sum of the output and the input of
  /// the layer below. Models of earlier versions do not.
  public package(set) var isResidual: Bool
  /// Whether the encoder reads in both directions.
  public var isBidirectional: Bool
  /// Size of the latent; nil for that of the final state.
  public var latentSize: Int?
  /// The kind of the latent, as it is spelled, such as `k-sparse:32`; nil for a linear one of
  /// `latentSize`, or without a size for the final state itself.
  public var latent: String?
  /// The kind of the encoder, by name.
  public var encoder: String

  /// An architecture for a vocabulary; the other defaults suit sentences from one domain.
  public init(
    vocabularySize: Int, embeddingSize: Int = 256, hiddenSize: Int = 512, layers: Int = 1,
    isBidirectional: Bool = false, latentSize: Int? = nil, latent: String? = nil,
    encoder: String = "lstm"
  ) {
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.layers = layers
    isResidual = layers > 2
    self.isBidirectional = isBidirectional
    self.latentSize = latentSize
    self.latent = latent
    self.encoder = encoder
  }

  private enum CodingKeys: String, CodingKey {
    case vocabularySize, embeddingSize, hiddenSize, layers, isResidual, isBidirectional
    case latentSize, latent, encoder
  }

  /// Writes what is not usual only where there is something to say.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(vocabularySize, forKey: .vocabularySize)
    try values.encode(embeddingSize, forKey: .embeddingSize)
    try values.encode(hiddenSize, forKey: .hiddenSize)
    try values.encode(layers, forKey: .layers)
    if isResidual { try values.encode(true, forKey: .isResidual) }
    try values.encode(isBidirectional, forKey: .isBidirectional)
    try values.encodeIfPresent(latentSize, forKey: .latentSize)
    try values.encodeIfPresent(latent, forKey: .latent)
    try values.encode(self.encoder, forKey: .encoder)
  }

  /// Reads the shape from a file. Earlier versions do not name an encoder; theirs is an LSTM.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    vocabularySize = try values.decode(Int.self, forKey: .vocabularySize)
    embeddingSize = try values.decode(Int.self, forKey: .embeddingSize)
    hiddenSize = try values.decode(Int.self, forKey: .hiddenSize)
    layers = try values.decode(Int.self, forKey: .layers)
    isResidual = try values.decodeIfPresent(Bool.self, forKey: .isResidual) ?? false
    isBidirectional = try values.decode(Bool.self, forKey: .isBidirectional)
    latentSize = try values.decodeIfPresent(Int.self, forKey: .latentSize)
    latent = try values.decodeIfPresent(String.self, forKey: .latent)
    encoder = try values.decodeIfPresent(String.self, forKey: .encoder) ?? "lstm"
  }

  /// The values that sizes may have.
  package enum Bounds {
    package static let vocabularySize = 1...(1 << 24)
    package static let embeddingSize = 1...(1 << 16)
    package static let hiddenSize = 1...(1 << 16)
    package static let layers = 1...64
    package static let latentSize = 1...(1 << 16)
  }

  /// Throws unless every size is within its bounds.
  package func checkSizes() throws(AutoencoderError) {
    let sizes = [
      ("vocabulary size", vocabularySize, Bounds.vocabularySize),
      ("embedding size", embeddingSize, Bounds.embeddingSize),
      ("hidden size", hiddenSize, Bounds.hiddenSize), ("number of layers", layers, Bounds.layers),
      ("latent size", latentSize ?? 1, Bounds.latentSize),
    ]
    for (name, value, allowed) in sizes where !allowed.contains(value) {
      throw .invalidSetting(
        name: name, value: "\(value)", expected: "\(allowed.lowerBound) to \(allowed.upperBound)")
    }
  }
}
