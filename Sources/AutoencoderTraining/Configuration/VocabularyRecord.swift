import Tokenization

/// How the tokenizer of a model was built from its corpus, as recorded in config.json.
struct VocabularyRecord: Codable, Equatable {
  var tokenizerModel: String
  var vocabularySize: Int
  var minimumCount: Int
  var normalization: String?
  var lowercase: Bool
  var stripAccents: Bool
  /// Nil if false, as in files of versions without it.
  var prefixSpace: Bool?

  init(_ builder: VocabularyBuilder) {
    tokenizerModel = builder.model.rawValue
    vocabularySize = builder.vocabularySize
    minimumCount = builder.minimumCount
    normalization = builder.normalization?.rawValue
    lowercase = builder.lowercase
    stripAccents = builder.stripAccents
    prefixSpace = builder.prefixSpace ? true : nil
  }
}
