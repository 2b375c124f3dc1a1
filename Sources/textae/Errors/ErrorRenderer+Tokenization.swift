import CommandLineKit
import Tokenization

extension ErrorRenderer {
  /// Files and corpora are bad data, sizes are usage.
  static func failure(_ error: TokenizerError) -> CommandFailure {
    let corpus = "give a text with one sentence per line"
    let (advice, status): (String, ExitStatus)
    switch error {
    case .malformed, .unsupported:
      (advice, status) = ("'textae vocab build' makes one", .badData)
    case .noWords(_, minimumCount: ...1), .noSentences: (advice, status) = (corpus, .badData)
    case .noWords: (advice, status) = ("give more text, or a smaller --min-count", .badData)
    case .vocabularyTooSmall: (advice, status) = ("raise --vocabulary-size", .usage)
    case .cancelled: return stopped
    }
    return CommandFailure("\(error)", advice: advice, exitStatus: status)
  }
}
