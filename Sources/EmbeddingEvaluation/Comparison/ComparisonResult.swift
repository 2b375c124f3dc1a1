/// What two or more embedders make of the same sentences.
public struct ComparisonResult: Codable, Sendable {
  /// The embedders, in the order in which everything else lists them.
  public let models: [Model]
  /// How many sentences neighbours were looked for among.
  public let sentences: Int
  /// The neighbours of every query.
  public let queries: [Query]
  /// How far each pair of embedders agrees.
  public let agreement: [Agreement]
  /// What each vector follows.
  public let probes: [Probe]

  /// One embedder.
  public struct Model: Codable, Hashable, Sendable {
    /// As it is called in headings.
    public let name: String
    /// Components of its vectors.
    public let dimension: Int
    /// What was done to its vectors.
    public let postProcessing: String
    /// The mean cosine of random pairs of the sentences, by which the probes are scaled.
    public let meanRandomCosine: Double
  }

  /// A query with its neighbours.
  public struct Query: Codable, Hashable, Sendable {
    /// The sentence.
    public let query: String
    /// For every embedder the nearest sentences, best first.
    public let neighbors: [[Neighbor]]
  }

  /// A sentence near a query.
  public struct Neighbor: Codable, Hashable, Sendable {
    /// The place of the sentence among all, from 0.
    public let id: Int
    /// The sentence.
    public let sentence: String
    /// Its cosine with the query.
    public let score: Double
  }

  /// How far two embedders agree.
  public struct Agreement: Codable, Hashable, Sendable {
    /// The place of one embedder in the list.
    public let first: Int
    /// The place of the other.
    public let second: Int
    /// How many neighbours of a query were compared.
    public let count: Int
    /// The mean share of neighbours that both give.
    public let overlap: Double
    /// The mean over queries of Spearman's ρ of the similarities with all sentences; nil if undefined.
    public let rankCorrelation: Double?
    /// How many queries were asked.
    public let queries: Int
  }

  /// One probe: how far vectors move.
  public struct Probe: Codable, Hashable, Sendable {
    /// What was done to the sentences.
    public let kind: ProbeKind
    /// To how many.
    public let pairs: Int
    /// For every embedder the mean of (1 − cosine) / (1 − mean cosine of random pairs): 0 where the
    /// vector does not move at all, 1 where it moves as far as to a random sentence.
    public let movement: [Double]
    /// For every embedder the interval of its movement.
    public let intervals: [ConfidenceInterval?]
    /// The place of the embedder that does best: it moves most where the meaning changes, least
    /// where it stays. Nil if its lead over the next is within chance.
    public let winner: Int?
    /// For every embedder how often it puts a paraphrase nearer than what was done here, over all
    /// pairs of both; nil for probes that keep the meaning.
    public let paraphraseIsNearer: [Double]?
  }
}
