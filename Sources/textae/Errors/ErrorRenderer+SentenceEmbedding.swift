import CommandLineKit
import SentenceEmbedding

extension ErrorRenderer {
  /// The vectors do not allow what was asked: bad data.
  static func failure(_ error: PostProcessingError) -> CommandFailure {
    let advice =
      switch error {
      case .noVectors: "give a corpus with at least one sentence"
      case .tooManyComponents: "lower --remove or --whiten"
      case .rankTooLow: "fit to more sentences, or lower --remove or --whiten"
      case .notFinite: "the model that made the vector is damaged: train it again"
      case .mismatchedDimension: "fit it again with 'textae postprocess fit'"
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: .badData)
  }
}
