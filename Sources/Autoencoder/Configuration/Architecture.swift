/// The shape of an autoencoder: everything that decides which weights there are.
public struct Architecture: Codable, Sendable, Equatable {
  /// Tokens in the vocabulary, V.
  public var vocabularySize: Int
  /// Size of a token's vector, E, on both sides.
  public var embeddingSize: Int
  /// Size of the hidden state of each LSTM and direction, H.
  public var hiddenSize: Int
  /// LSTM layers on each side.
  public var layers: Int
  /// Whether the encoder reads in both directions.
  public var isBidirectional: Bool
  /// Size of the latent; nil takes the final state as it is, without a linear bottleneck.
  public var latentSize: Int?

  /// An architecture for a vocabulary; the other defaults suit sentences of one domain.
  public init(
    vocabularySize: Int, embeddingSize: Int = 256, hiddenSize: Int = 512, layers: Int = 1,
    isBidirectional: Bool = false, latentSize: Int? = nil
  ) {
    self.vocabularySize = vocabularySize
    self.embeddingSize = embeddingSize
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.isBidirectional = isBidirectional
    self.latentSize = latentSize
  }

  /// Size of the final state of the encoder, both directions joined.
  public var stateSize: Int { isBidirectional ? 2 * hiddenSize : hiddenSize }

  /// Size of the sentence embedding.
  public var dimension: Int { latentSize ?? stateSize }

  /// The number of weights.
  public var parameterCount: Int {
    let gates = 4 * hiddenSize
    let directions = isBidirectional ? 2 : 1
    var count = 2 * vocabularySize * embeddingSize
    for layer in 0..<layers {
      let encoderInput = layer == 0 ? embeddingSize : stateSize
      let decoderInput = layer == 0 ? embeddingSize : hiddenSize
      count += directions * gates * (encoderInput + hiddenSize + 2)
      count += gates * (decoderInput + hiddenSize + 2)
      count += 2 * hiddenSize * (dimension + 1)
    }
    if let latentSize { count += latentSize * (stateSize + 1) }
    count += embeddingSize * dimension
    return count + vocabularySize * (hiddenSize + 1)
  }

  /// Throws unless every size is one that a model can have.
  public func validate() throws(AutoencoderError) {
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
