import NeuralLayers
import TensorKit

/// All kinds of encoders.
package enum EncoderKinds {
  /// Add a new kind to this list.
  package static let all: [any SequenceEncoder.Type] = [
    LSTMEncoder.self, SumEncoder.self, ConvolutionalEncoder.self, TransformerEncoder.self,
  ]
}

extension Architecture {
  /// The type of the encoder; nil if no kind has this name.
  package var encoderKind: (any SequenceEncoder.Type)? {
    PartSpelling(encoder).kind(among: EncoderKinds.all) { $0 }
  }

  /// The numbers after the encoder's name.
  package var encoderValues: [Double]? {
    encoderKind.flatMap { PartSpelling.values(PartSpelling(encoder).fields, of: $0.parameters) }
  }

  /// Size of the final state of the encoder.
  public var stateSize: Int { encoderKind?.stateSize(self) ?? hiddenSize }

  /// Size of the sentence embedding.
  public var dimension: Int { latentSize ?? stateSize }

  /// Throws unless a model of this shape can be built.
  public func validate() throws(AutoencoderError) {
    try checkSizes()
    guard let kind = encoderKind, encoderValues != nil else {
      throw .invalidSetting(
        name: "encoder", value: encoder, expected: EncoderKinds.all.spellings { $0 })
    }
    if let problem = kind.problem(self) {
      throw .invalidSetting(
        name: "encoder", value: encoder, expected: "another one: \(kind.name) \(problem)")
    }
    try checkLatent()
  }

  /// An encoder of this shape, which must be valid.
  package func makeEncoder(dropout: Float, precision: Precision) -> any SequenceEncoder {
    guard let kind = encoderKind else { preconditionFailure("no encoder is called \(encoder)") }
    return kind.init(self, dropout: dropout, precision: precision)
  }
}
