/// How two or more embedders see the same sentences.
public struct ComparisonResult: Codable, Sendable {
  /// The embedders; everything else lists them in this order.
  public let models: [Model]
  /// The number of sentences that were searched for neighbors.
  public let sentences: Int
  /// The neighbors of every query.
  public let queries: [Query]
  /// How much each pair of embedders agrees.
  public let agreement: [Agreement]
  /// What moves the vectors.
  public let probes: [Probe]

  /// One embedder.
  public struct Model: Codable, Hashable, Sendable {
    /// Its name in headings.
    public let name: String
    /// Components of its vectors.
    public let dimension: Int
    /// What was done to its vectors.
    public let postProcessing: String
    /// The mean cosine of random pairs of the sentences, by which the probes are scaled.
    public let meanRandomCosine: Double
  }

  /// A query with its neighbors.
  public struct Query: Codable, Hashable, Sendable {
    /// The sentence.
    public let query: String
    /// The nearest sentences for every embedder, best first.
    public let neighbors: [[Neighbor]]
  }

  /// A sentence near a query.
  public struct Neighbor: Codable, Hashable, Sendable {
    /// The index of the sentence, from 0.
    public let id: Int
    /// The sentence.
    public let sentence: String
    /// Its cosine with the query.
    public let score: Double
  }

  /// How much two embedders agree.
  public struct Agreement: Codable, Hashable, Sendable {
    /// The index of one embedder in the list.
    public let first: Int
    /// The index of the other.
    public let second: Int
    /// The number of neighbors compared per query.
    public let count: Int
    /// The mean share of neighbors that both find.
    public let overlap: Double
    /// The mean over queries of Spearman's ρ of the similarities to the sample; nil if undefined.
    public let rankCorrelation: Double?
    /// The number of queries.
    public let queries: Int
  }

  /// One probe: how far vectors move.
  public struct Probe: Codable, Hashable, Sendable {
    /// What was done to the sentences.
    public let kind: ProbeKind
    /// The number of sentences.
    public let pairs: Int
    /// For every embedder, the mean of (1 − cosine) / (1 − mean cosine of random pairs): 0 if the
    /// vector does not move, 1 if it moves as far as to a random sentence.
    public let movement: [Double]
    /// For every embedder, the interval of its movement.
    public let intervals: [ConfidenceInterval?]
    /// The index of the best embedder: it moves most if the meaning changes, least if it stays. Nil
    /// if its lead may be chance.
    public let winner: Int?
    /// For every embedder, how often a paraphrase is nearer than a sentence changed in this way,
    /// over all pairs of both; nil for probes that keep the meaning.
    public let paraphraseIsNearer: [Double]?
  }
}
