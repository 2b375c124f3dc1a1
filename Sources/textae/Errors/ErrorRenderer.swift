import AutoencoderModel
import AutoencoderTraining
import CommandLineKit
import EmbeddingEvaluation
import FileFormats
import Foundation
import SentenceEmbedding
import BundledCorpora
import SkipGram
import TensorKit
import Tokenization
import VectorSearch

/// Says what to do about the errors of the libraries, and with which status the tool then exits.
///
/// The libraries state what happened and where; they know nothing of commands and options. The
/// advice is added here and nowhere else, in a file for each library.
enum ErrorRenderer {
  /// The report on an error of a library; nil for errors of another origin.
  static func report(_ error: any Error) -> FailureReport? {
    if case FileError.system(_, _, EPIPE) = error { return .readerIsGone }
    return failure(error).map(FailureReport.init)
  }

  private static func failure(_ error: any Error) -> CommandFailure? {
    switch error {
    case let error as FileError: failure(error)
    case let error as TokenizerError: failure(error)
    case let error as AutoencoderError: failure(error)
    case let error as SkipGramError: failure(error)
    case let error as PostProcessingError: failure(error)
    case let error as SearchError: failure(error)
    case let error as EvaluationFileError: failure(error)
    case let error as EvaluationError: failure(error)
    case let error as SymmetricEigenError: failure(error)
    case let error as CorpusError: failure(error)
    default: nil
    }
  }

  /// The failure for work that the user stopped before anything was written.
  static let stopped = CommandFailure(
    "interrupted", advice: "nothing was written", exitStatus: .interrupted)
}
