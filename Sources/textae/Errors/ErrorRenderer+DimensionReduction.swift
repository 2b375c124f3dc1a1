import CommandLineKit
import DimensionReduction

extension ErrorRenderer {
  /// Vectors that cannot be reduced are bad data; settings are usage.
  static func failure(_ error: ReductionError) -> CommandFailure {
    let (advice, status): (String?, ExitStatus) =
      switch error {
      case .tooFewVectors: ("give more vectors", .badData)
      case .dimensionTooLarge: ("lower --dimension or --dimensions", .usage)
      case .notFinite: ("leave it out, or make it again", .badData)
      case .mismatchedDimension:
        ("give vectors of the same model as those it was fitted to", .badData)
      case .conflict: ("leave one of them out; --start random has no PCA", .usage)
      case .invalidSetting: (nil, .usage)
      case .diverged: ("lower --learning-rate", .failed)
      case .noDecomposition: ("the vectors are too large or too small", .badData)
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: status)
  }
}
