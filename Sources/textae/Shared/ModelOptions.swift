import Autoencoder
import CommandLineKit
import SentenceEmbedding
import TensorKit

/// The model that a command uses, and how.
struct ModelOptions: OptionGroup {
  static let title = "Model"

  @Option(
    "A trained model, or word vectors of any kind; MODEL:mean, :sif or :sif-weights says how words become a "
      + "sentence.", value: "MODEL", completion: .file) var model: String
  @Option("Number format of the matrix products; auto takes the fastest of this machine.")
  var precision = PrecisionChoice.auto

  /// The model, of whatever kind.
  func load(raw: Bool = false, threads: Int) throws -> LoadedModel {
    try ModelLoading(raw: raw, precision: precision.value, threads: threads).load(model)
  }

  /// The model as an autoencoder, for what only that kind can do.
  func autoencoder(threads: Int) throws -> SentenceAutoencoder {
    let loaded = try load(raw: true, threads: threads)
    guard let autoencoder = loaded.autoencoder else {
      throw CommandFailure(
        "this model gives no text back", at: model, advice: "give one that train made",
        exitStatus: .badData)
    }
    guard autoencoder.reconstructs else {
      throw CommandFailure(
        "this model was not trained to give text back", at: model,
        advice: "train one with --objective reconstruct among its objectives", exitStatus: .badData)
    }
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
