import AutoencoderModel
import CommandLineKit
import FileFormats
import Foundation
import SkipGram
import Tokenization
import VectorSearch

extension FileError: ExitStatusProviding {
  /// Bad content is bad data; a reader that went away ends the run quietly; the rest has failed.
  public var exitStatus: ExitStatus {
    if case .system(_, _, EPIPE) = self { return .done }
    return isBadData ? .badData : .failed
  }
}

extension AutoencoderError: ExitStatusProviding {
  /// Settings are usage, files and corpora are data, the rest has failed.
  public var exitStatus: ExitStatus {
    switch self {
    case .invalidSetting, .tooLarge: .usage
    case .inconsistentModel, .newerVersion, .emptyCorpus: .badData
    case .diverged, .outputExists, .differentRun, .noCheckpoint: .failed
    }
  }
}

extension SearchError: ExitStatusProviding {
  /// Vectors that do not fit or are not finite are data.
  public var exitStatus: ExitStatus { .badData }
}

extension SkipGramError: ExitStatusProviding {
  /// Settings are usage; corpora, files and words to look up are data; the rest has failed.
  public var exitStatus: ExitStatus {
    switch self {
    case .invalidSetting, .tooLarge: .usage
    case .emptyCorpus, .vocabularyTooSmall, .unknownToken, .otherTokenizer, .unknownWord,
      .inconsistentModel:
      .badData
    case .diverged: .failed
    case .cancelled: .interrupted
    }
  }
}

extension TokenizerError: ExitStatusProviding {
  /// Files and corpora are data, sizes are usage.
  public var exitStatus: ExitStatus {
    switch self {
    case .malformed, .unsupported, .noWords, .noSentences: .badData
    case .vocabularyTooSmall: .usage
    case .cancelled: .interrupted
    }
  }
}
