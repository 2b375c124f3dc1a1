import DataStructures
import SentenceEmbedding
import TensorKit

/// Asks two or more embedders the same questions.
///
/// Cosines of different embedders cannot be compared directly: random sentences may have 0.1 in one
/// and 0.9 in another. So neighbors are compared by rank, and the probes measure how far a vector
/// moves relative to the distance to a random sentence.
public struct Comparison: Sendable {
  /// An embedder that takes part.
  public struct Model: Sendable {
    /// Its name in headings.
    public let name: String
    /// What makes the vectors.
    public let embedder: any SentenceEmbedder
    /// A description of what is done to its vectors.
    public let postProcessing: String

    /// An embedder with its name.
    public init(
      name: String, embedder: any SentenceEmbedder,
      postProcessing: String = PostProcessingRecipe.none.summary
    ) {
      self.name = name
      self.embedder = embedder
      self.postProcessing = postProcessing
    }
  }

  /// The embedders, at least two.
  public let models: [Model]
  /// The number of neighbors that are shown and compared.
  public var count: Int
  /// The number of random sentences on which agreement is measured.
  public var sampleSize: Int
  /// What the sample, the random pairs and the bootstrap depend on.
  public var seed: UInt64
  /// The threads to use; the result does not depend on them.
  public let pool: WorkerPool

  /// A comparison.
  public init(
    of models: [Model], count: Int = 5, sampleSize: Int = 200, seed: UInt64 = 1, pool: WorkerPool
  ) {
    precondition(models.count >= 2, "\(models.count) models leave nothing to compare")
    precondition(count > 0, "\(count) neighbors")
    self.models = models
    self.count = count
    self.sampleSize = sampleSize
    self.seed = seed
    self.pool = pool
  }

  /// Finds neighbors among `sentences`, measures agreement, and runs the probes.
  ///
  /// A query that is one of the sentences is not its own neighbor. Repeated sentences count once.
  /// - Throws: what an embedder throws.
  public func run(
    queries: [String], sentences all: [String], probes: [ProbePair] = ProbePair.builtIn
  ) throws -> ComparisonResult {
    let sentences = all.distinctByBytes()
    precondition(sentences.count >= 2, "\(sentences.count) different sentences have no neighbors")
    let sample = sampled(sentences)
    var neighbors: [[[ComparisonResult.Neighbor]]] = []
    var looks: [SampleLook] = []
    var scales: [Double] = []
    var movements: [[Double]] = []
    for model in models {
      let vectors = try model.embedder.embed(sentences)
      let scan = CosineScan(candidates: vectors, pool: pool)
      neighbors.append(
        try nearest(to: queries, in: sentences, scan: scan, embedder: model.embedder))
      looks.append(SampleLook(sample, vectors: vectors, scan: scan, count: count))
      let scale = meanRandomCosine(vectors)
      scales.append(scale)
      movements.append(try movement(of: probes, by: model.embedder, scale: scale))
    }
    return ComparisonResult(
      models: zip(models, scales).map { model, scale in
        ComparisonResult.Model(
          name: model.name, dimension: model.embedder.dimension,
          postProcessing: model.postProcessing, meanRandomCosine: scale)
      },
      sentences: sentences.count,
      queries: queries.indices.map { query in
        ComparisonResult.Query(query: queries[query], neighbors: neighbors.map { $0[query] })
      },
      agreement: agreement(looks), probes: results(of: probes, movements: movements))
  }

  /// The indices of some sentences, drawn without replacement, in ascending order.
  private func sampled(_ sentences: [String]) -> [Int] {
    var random = RandomStream(seed: seed, purpose: .shuffle)
    return sentences.indices.shuffled(using: &random).prefix(sampleSize).sorted()
  }

  private func nearest(
    to queries: [String], in sentences: [String], scan: CosineScan,
    embedder: any SentenceEmbedder
  ) throws -> [[ComparisonResult.Neighbor]] {
    guard !queries.isEmpty else { return [] }
    let results = ResultSlots(count: queries.count, initial: [ComparisonResult.Neighbor]())
    let places = Dictionary(
      uniqueKeysWithValues: sentences.enumerated().map { (UTF8Key($1), $0) })
    let count = count
    scan.forEach(of: try embedder.embed(queries)) { query, scores in
      let own = places[UTF8Key(queries[query])].map { Set([$0]) } ?? []
      let found = Neighbor.best(count, of: scores, excluding: own).map {
        ComparisonResult.Neighbor(
          id: $0.id, sentence: sentences[$0.id], score: Double($0.score))
      }
      results.set(query, found)
    }
    return results.values
  }

  private func meanRandomCosine(_ vectors: Matrix) -> Double {
    var random = RandomStream(seed: seed, purpose: .bootstrap, item: 2)
    let cosines = (0..<5_000).map { _ in
      let first = random.below(UInt32(vectors.rows))
      let step = 1 + random.below(UInt32(vectors.rows - 1))
      return Metric.cosine(
        vectors, row: Int(first), vectors, row: (Int(first) + Int(step)) % vectors.rows)
    }
    return mean(cosines)
  }

  private func agreement(_ looks: [SampleLook]) -> [ComparisonResult.Agreement] {
    looks.indices.flatMap { first in
      looks.indices.dropFirst(first + 1).map { second in
        let (overlap, correlation) = looks[first].agreement(with: looks[second])
        return ComparisonResult.Agreement(
          first: first, second: second, count: count, overlap: overlap,
          rankCorrelation: correlation, queries: looks[first].queries)
      }
    }
  }
}
