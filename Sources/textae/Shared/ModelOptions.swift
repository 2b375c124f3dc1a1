import Autoencoder
import CommandLineKit
import SentenceEmbedding
import TensorKit

/// Which model a command runs, and how.
struct ModelOptions: OptionGroup {
  static let title = "Model"

  @Option("A trained model.", value: "MODEL", completion: .file) var model: String
  @Option("Number format of the matrix products; auto takes the fastest of this machine.")
  var precision = PrecisionChoice.auto

  /// The model as an autoencoder.
  func autoencoder(threads: Int) throws -> SentenceAutoencoder {
    try SentenceAutoencoder(contentsOf: model, precision: precision.value, threads: threads)
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
