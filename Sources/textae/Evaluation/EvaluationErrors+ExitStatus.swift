import CommandLineKit
import EmbeddingEvaluation
import SentenceEmbedding

extension EvaluationFileError: ExitStatusProviding {
  /// Always bad data.
  public var exitStatus: ExitStatus { .badData }
}

extension EvaluationError: ExitStatusProviding {
  /// The file and the model do not fit.
  public var exitStatus: ExitStatus { .badData }
}

extension PostProcessingError: ExitStatusProviding {
  /// The vectors do not allow what was asked.
  public var exitStatus: ExitStatus { .badData }
}
