import Tokenization

/// How the vocabulary of a pretrained model was grown by the words of the corpus, as recorded in
/// config.json.
struct GrowthRecord: Codable, Equatable {
  var limit: Int
  var minimumCount: Int
  /// The number of new tokens.
  var tokens: Int

  init(_ growth: VocabularyGrowth, tokens: Int) {
    (limit, minimumCount, self.tokens) = (growth.limit, growth.minimumCount, tokens)
  }
}
