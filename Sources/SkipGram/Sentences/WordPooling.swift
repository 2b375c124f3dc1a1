import SentenceEmbedding

/// How word vectors become the vector of a sentence.
public enum WordPooling: String, CaseIterable, Sendable {
  /// The plain average.
  case mean
  /// An average in which frequent words weigh less, without what all sentences have in common.
  case sif
  /// An average in which frequent words weigh less.
  case sifWeights = "sif-weights"

  /// What makes vectors of sentences from the words of `model`.
  public func embedder(of model: SkipGramModel) -> any SentenceEmbedder {
    switch self {
    case .mean: MeanEmbedder(model)
    case .sif: SIFEmbedder(model).removingCommonComponent()
    case .sifWeights: SIFEmbedder(model)
    }
  }
}
