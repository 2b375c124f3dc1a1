import Foundation

/// Why skip-gram cannot be trained, or a model cannot be used.
public enum SkipGramError: Error, Equatable, Sendable {
  /// A setting outside its allowed range.
  case invalidSetting(name: String, found: String, expected: String)
  /// More memory than the machine has; `bytes` is what is needed at least.
  case tooLarge(words: Int, dimension: Int, bytes: Int, available: Int)
  /// The corpus has no sentence.
  case emptyCorpus
  /// Fewer than two words occur often enough.
  case vocabularyTooSmall(words: Int, minimumCount: Int, distinctTokens: Int)
  /// A token of the corpus is not in the vocabulary of the tokenizer.
  case unknownToken(id: UInt32, vocabularySize: Int)
  /// The corpus was tokenized with another tokenizer than the one given.
  case otherTokenizer(path: String)
  /// The caller stopped the training.
  case cancelled
  /// The vectors are no longer finite.
  case diverged(learningRate: Float)
  /// A word without a vector.
  case unknownWord(String)
  /// A file of the model that contradicts another or itself.
  case inconsistentModel(path: String, reason: String)
}

extension SkipGramError: CustomStringConvertible, LocalizedError {
  /// Where it happened and what, as a clause.
  public var description: String {
    switch self {
    case .invalidSetting(let name, let found, let expected):
      "the \(name) is \(found), but must be \(expected)"
    case .tooLarge(let words, let dimension, let bytes, let available):
      "\(words) vectors of \(dimension) dimensions take at least \(bytes >> 20) MB of memory, and "
        + "this machine has \(available >> 20) MB"
    case .emptyCorpus:
      "no sentence in the corpus"
    case .vocabularyTooSmall(let words, let minimumCount, let distinctTokens):
      "\(words) of \(distinctTokens) different words occur \(minimumCount) times or more, and two "
        + "are needed"
    case .unknownToken(let id, let vocabularySize):
      "the corpus holds token \(id), but the tokenizer has only \(vocabularySize)"
    case .otherTokenizer(let path):
      "\(path): made with another tokenizer"
    case .cancelled:
      "training was stopped"
    case .diverged(let learningRate):
      "the vectors are no longer finite, at learning rate \(learningRate)"
    case .unknownWord(let word):
      "no vector for the word \"\(word)\""
    case .inconsistentModel(let path, let reason):
      "\(path): \(reason)"
    }
  }

  /// The same text, for those who ask Foundation.
  public var errorDescription: String? { description }
}
