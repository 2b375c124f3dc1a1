/// How many documents and words are searched, in one index or in several that count as one.
public struct LexicalStatistics: Equatable, Sendable {
  /// The number of documents.
  public let documents: Int
  /// The mean number of words of a document.
  public let meanLength: Double

  /// The statistics of a collection.
  public init(documents: Int, words: Int) {
    self.documents = documents
    meanLength = documents > 0 ? Double(words) / Double(documents) : 0
  }
}
