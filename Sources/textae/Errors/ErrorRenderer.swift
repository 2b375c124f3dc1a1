import AnomalyDetection
import AutoencoderModel
import AutoencoderTraining
import CommandLineKit
import DimensionReduction
import EmbeddingEvaluation
import FileFormats
import Foundation
import LatentSemanticAnalysis
import LocalServer
import SentenceEmbedding
import BundledCorpora
import Classification
import SkipGram
import TensorKit
import TextAutoencoder
import Tokenization
import VectorSearch

/// Says what to do about errors, and with which status the tool then exits.
///
/// The libraries and the commands state what happened and where; the libraries know nothing of
/// commands and options. The advice is added here and nowhere else, in a file for each library and
/// in two for the commands.
enum ErrorRenderer {
  /// A failure, a problem of usage or an interrupt that says the same as `error`, with advice; nil
  /// for errors of another origin.
  static func explain(_ error: any Error) -> (any Error)? {
    let explained = explanation(of: error)
    if let failure = explained as? CommandFailure { return StandIn.named(failure) }
    return explained
  }

  private static func explanation(of error: any Error) -> (any Error)? {
    switch error {
    case FileError.system(_, _, EPIPE): OutputError.closedPipe
    case let error as CommandError: failure(error)
    case let error as UsageRule: problem(error)
    case let error as ModelStoreError: failure(error)
    case let error as FileError: failure(error)
    case let error as TokenizerError: failure(error)
    case let error as AutoencoderError: failure(error)
    case let error as SkipGramError: failure(error)
    case let error as PostProcessingError: failure(error)
    case let error as LSAError: failure(error)
    case let error as SearchError: failure(error)
    case let error as ReductionError: failure(error)
    case let error as IndexError: failure(error)
    case let error as IndexExportError: failure(error)
    case let error as EvaluationFileError: failure(error)
    case let error as EvaluationError: failure(error)
    case let error as SymmetricEigenError: failure(error)
    case let error as CorpusError: failure(error)
    case let error as ClassificationError: failure(error)
    case let error as AnomalyError: failure(error)
    case let error as ServerError: failure(error)
    default: nil
    }
  }

  /// The failure for work that the user stopped before anything was written.
  static let stopped = CommandFailure(
    "interrupted", advice: "nothing was written", exitStatus: .interrupted)
}
