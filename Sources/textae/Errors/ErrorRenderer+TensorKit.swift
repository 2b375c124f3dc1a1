import CommandLineKit
import TensorKit

extension ErrorRenderer {
  /// Vectors that have no principal components are bad data.
  static func failure(_ error: SymmetricEigenError) -> CommandFailure {
    let advice =
      switch error {
      case .notFinite: "the model that made the vectors is damaged: train it again"
      case .noConvergence: "the vectors are too large or too small for double precision"
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: .badData)
  }
}
