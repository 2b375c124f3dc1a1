import CommandLineKit
import SkipGram

extension ErrorRenderer {
  /// Settings are usage; corpora, files and unknown words are bad data; the rest has failed.
  static func failure(_ error: SkipGramError) -> CommandFailure {
    let (advice, status): (String?, ExitStatus)
    switch error {
    case .invalidSetting: (advice, status) = (nil, .usage)
    case .tooLarge: (advice, status) = ("lower --dimension, or raise --min-count", .usage)
    case .emptyCorpus:
      (advice, status) = ("give a text with one sentence per line", .badData)
    case .vocabularyTooSmall:
      (advice, status) = ("lower --min-count, or give more text", .badData)
    case .unknownToken, .otherTokenizer:
      (advice, status) = ("tokenize the corpus again", .badData)
    case .unknownWord: (advice, status) = ("it was too rare in the training text", .badData)
    case .inconsistentModel:
      (advice, status) = ("train the model again, or restore it from a copy", .badData)
    case .diverged: (advice, status) = ("lower --learning-rate or --negative", .failed)
    case .cancelled: return stopped
    }
    return CommandFailure("\(error)", advice: advice, exitStatus: status)
  }
}
