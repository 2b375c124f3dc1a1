import Foundation

/// What keeps skip-gram from training or a model from being used.
public enum SkipGramError: Error, Equatable, Sendable {
  /// A setting outside of its range.
  case invalidSetting(name: String, found: String, expected: String)
  /// More vectors, of so many numbers, than the machine has memory for.
  case tooLarge(words: Int, dimension: Int, bytes: Int, available: Int)
  /// The corpus has no sentence.
  case emptyCorpus
  /// Fewer than two words occur often enough.
  case vocabularyTooSmall(words: Int, minimumCount: Int, distinctTokens: Int)
  /// A token of the corpus is not one of the tokenizer that it is trained with.
  case unknownToken(id: UInt32, vocabularySize: Int)
  /// The corpus was tokenised with another tokenizer than the one given.
  case otherTokenizer(path: String)
  /// Training was stopped from outside.
  case cancelled
  /// The vectors grew beyond all bounds.
  case diverged(learningRate: Float)
  /// A word without vector.
  case unknownWord(String)
  /// A file of the model contradicts another or itself.
  case inconsistentModel(path: String, reason: String)
}

extension SkipGramError: CustomStringConvertible, LocalizedError {
  /// What happened and what to do about it, in a sentence or two.
  public var description: String {
    switch self {
    case .invalidSetting(let name, let found, let expected):
      "\(name) is \(found); it must be \(expected)."
    case .tooLarge(let words, let dimension, let bytes, let available):
      "\(words) words of \(dimension) numbers take at least \(bytes >> 20) MB of memory, and this machine has "
        + "\(available >> 20) MB. Lower --dimension or raise --min-count."
    case .emptyCorpus:
      "The corpus has no sentence. Give a text with one sentence a line."
    case .vocabularyTooSmall(let words, let minimumCount, let distinctTokens):
      "Only \(words) of \(distinctTokens) different words occur \(minimumCount) times or more; two "
        + "are needed at least. Lower --min-count or give more text."
    case .unknownToken(let id, let vocabularySize):
      "The corpus holds token \(id), but the tokenizer has \(vocabularySize). Tokenise it again."
    case .otherTokenizer(let path):
      "\(path) was made with another tokenizer. Tokenise the corpus again."
    case .cancelled:
      "Training was stopped; nothing was written."
    case .diverged(let learningRate):
      "Training diverged: the vectors are no longer finite. Choose a learning rate below "
        + "\(learningRate), or fewer negatives."
    case .unknownWord(let word):
      "\"\(word)\" has no vector: it did not occur often enough in training."
    case .inconsistentModel(let path, let reason):
      "\(path): \(reason). Restore it or train it again."
    }
  }

  /// The same text, for those who ask Foundation.
  public var errorDescription: String? { description }
}
