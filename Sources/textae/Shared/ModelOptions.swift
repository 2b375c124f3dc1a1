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
  @Option("Number format of matrix products; auto picks the fastest on this machine.")
  var precision = PrecisionChoice.auto

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

/// The values of `--precision`.
enum PrecisionChoice: String, ArgumentChoice {
  case auto, f32, bf16

  /// Nil for the fastest.
  var value: Precision? {
    switch self {
    case .auto: nil
    case .f32: .f32
    case .bf16: .bf16
    }
  }
}
