import CommandLineKit
import VectorSearch

extension ErrorRenderer {
  /// Vectors that cannot be searched are bad data.
  static func failure(_ error: SearchError) -> CommandFailure {
    let advice =
      switch error {
      case .wrongDimension: "use the model that made the index"
      case .notFinite: "leave it out"
      case .tooLong: "scale the vectors down"
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: .badData)
  }
}
