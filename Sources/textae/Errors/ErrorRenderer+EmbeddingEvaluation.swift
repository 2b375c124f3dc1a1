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
        "--kind and --columns of 'textae evaluate' say it, for example --kind classification "
          + "--columns 2,1 (the text, then the class); --text-column and --label-column those of "
          + "'textae classify'"
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
