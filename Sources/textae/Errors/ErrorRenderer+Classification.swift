import Classification
import CommandLineKit

extension ErrorRenderer {
  /// Examples and encoders are bad data; an encoder that is not there has failed.
  static func failure(_ error: ClassificationError) -> CommandFailure {
    let (advice, status): (String, ExitStatus) =
      switch error {
      case .tooFewClasses: ("give examples of two classes or more", .badData)
      case .needsVectors: ("give a model with vectors, or --head logistic", .badData)
      case .otherEncoder: ("give the model that it was trained with, or train it again", .badData)
      case .missingEncoder: ("give its path with --model", .failed)
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: status)
  }
}
