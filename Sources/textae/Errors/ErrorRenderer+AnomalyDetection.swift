import AnomalyDetection
import CommandLineKit

extension ErrorRenderer {
  /// Texts and encoders are bad data; an encoder that is not there has failed.
  static func failure(_ error: AnomalyError) -> CommandFailure {
    let (advice, status): (String, ExitStatus) =
      switch error {
      case .tooFewTexts: ("give more normal texts; --normal names their label", .badData)
      case .noVariation: ("give texts that differ", .badData)
      case .otherEncoder: ("give the model that it was fitted with, or fit again", .badData)
      case .missingEncoder: ("give its path with --model", .failed)
      case .unknownDetector: ("give one of these", .usage)
      case .oneKind: ("--normal names the label of normal rows", .badData)
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: status)
  }
}
