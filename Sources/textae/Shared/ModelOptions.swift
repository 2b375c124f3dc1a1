import AutoencoderModel
import CommandLineKit
import EnglishModel
import SentenceEmbedding
import TensorKit

/// The model of a command, and how to use it.
struct ModelOptions: OptionGroup {
  static let title = "Model"

  @Option(
    "A trained model or a file of word vectors. MODEL:mean, MODEL:sif or MODEL:sif-weights "
      + "chooses how word vectors are combined.", value: "MODEL",
    defaultText: EnglishModelText.model,
    completion: .file)
  var model = ModelInTheBox.name
  @Option(EncodingPrecisionChoice.help) var precision = EncodingPrecisionChoice.auto

  /// The model, of any kind.
  func load(raw: Bool = false, threads: Int) throws -> LoadedModel {
    try ModelLoading(raw: raw, precision: precision.value, threads: threads).load(model)
  }

  /// The model as an autoencoder, for commands that need one.
  func autoencoder(threads: Int) throws -> SentenceAutoencoder {
    let loaded = try load(raw: true, threads: threads)
    guard let autoencoder = loaded.autoencoder else {
      throw CommandError.noDecoder(path: model)
    }
    guard autoencoder.reconstructs else { throw CommandError.untrainedDecoder(path: model) }
    return autoencoder
  }
}

/// The values of `--precision` where a model is used.
enum EncodingPrecisionChoice: String, ArgumentChoice {
  case auto, f32, bf16, int8

  static let help =
    "Number format of matrix products; auto picks the faster of f32 and bf16 on this machine. With "
    + "int8, an LSTM encoder computes in 8 bits: faster on processors with AVX-512 VNNI, and nearly "
    + "the same vectors."

  /// Nil for the faster of `f32` and `bf16`.
  var value: EncodingPrecision? {
    switch self {
    case .auto: nil
    case .f32: .f32
    case .bf16: .bf16
    case .int8: .int8
    }
  }
}
