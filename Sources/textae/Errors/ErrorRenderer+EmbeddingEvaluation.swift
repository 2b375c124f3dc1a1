import CommandLineKit
import EmbeddingEvaluation

extension ErrorRenderer {
  /// The content of an evaluation file is bad data.
  static func failure(_ error: EvaluationFileError) -> CommandFailure {
    let advice: String? =
      switch error {
      case .unknown:
        "give pairs of sentences or words with a score, labeled sentences or analogies; "
          + "--kind says which it is"
      case .unclear:
        "textae evaluate takes --kind and --columns, for example --kind similarity --columns 2,3,4"
      case .unsupported:
        "give pairs with a score, or write 1 for entailment and 0 for all else and give "
          + "--kind paraphrase"
      case .columns: "give --columns as numbers from 1 or as names in the header"
      case .empty: "give a file with at least one"
      case .fields, .judgment: "correct the line"
      case .score: "give a number"
      case .lengths, .uniform: nil
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: .badData)
  }

  /// A file that does not suit the model is bad data.
  static func failure(_ error: EvaluationError) -> CommandFailure {
    let advice: String? =
      switch error {
      case .needsWords: "give a model with word vectors, such as skip-gram, word2vec or GloVe"
      case .needsSentences: "give a model that embeds sentences"
      case .needsVectors: "leave out --sparse, or give a model made with a --dimension above 0"
      case .nothingInVocabulary: nil
      }
    return CommandFailure("\(error)", advice: advice, exitStatus: .badData)
  }
}
