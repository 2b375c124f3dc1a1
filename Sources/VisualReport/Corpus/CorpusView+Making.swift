import DataStructures
import DimensionReduction
import FileFormats
import TensorKit

extension CorpusView {
  /// The most points of a view.
  public static let mostPoints = 20_000

  /// How a view is made.
  public struct Options: Sendable {
    /// The number of clusters; 0 for none.
    public var clusters = 10
    /// Whether points are placed by t-SNE too, which takes a while, and not by their principal
    /// components alone.
    public var hasNeighborMap = true
    /// How often the points of t-SNE move.
    public var iterations = 1_000
    /// The most neighbors that are listed for a point; many points have fewer.
    public var neighbors = 10
    /// The corpora that share a page; each gets its part of what a page can hold.
    public var corpora = 1
    /// The seed of the clusters.
    public var seed: UInt64 = 1

    /// The defaults.
    public init() {}
  }

  /// What a view is made of.
  public struct Source: Sendable {
    /// The name of the index.
    public var name: String
    /// How many sentences the index has.
    public var count: Int
    /// What is known about the index.
    public var facts: [Fact]
    /// The numbers of the shown sentences.
    public var ids: [Int]
    /// What the reader calls the first sentence: 1 for the lines of a text file.
    public var firstNumber = 0
    /// The shown sentences.
    public var sentences: [String]
    /// The vectors of the shown sentences by each embedder `[points × dimension]`; the first places
    /// the points. At least one.
    public var vectors: [(name: String, vectors: Matrix)]
    /// The value of a column for each sentence.
    public var labels: (column: String, values: [String])?

    /// The shown sentences of an index with their vectors.
    public init(
      name: String, count: Int, facts: [Fact], ids: [Int], sentences: [String],
      vectors: [(name: String, vectors: Matrix)],
      labels: (column: String, values: [String])? = nil
    ) {
      precondition(!vectors.isEmpty, "no vectors to place points by")
      (self.name, self.count, self.facts, self.ids) = (name, count, facts, ids)
      (self.sentences, self.vectors, self.labels) = (sentences, vectors, labels)
    }
  }

  /// The steps of the work.
  public enum Stage: String, Sendable {
    /// Dividing the points into clusters.
    case clusters
    /// Placing the points.
    case map
    /// Finding the neighbors of every point.
    case neighbors
  }

  /// Places, divides and compares sentences.
  ///
  /// - Parameters:
  ///   - source: at most ``mostPoints`` sentences.
  ///   - options: how.
  ///   - pool: the threads to use; the result does not depend on them.
  ///   - progress: called with the work done of a stage and all of it; what it throws ends the work.
  /// - Throws: `ReductionError`, `SearchError`, and what `progress` throws.
  public init(
    _ source: Source, options: Options = Options(), pool: WorkerPool,
    progress: (_ stage: Stage, _ done: Int, _ total: Int?) throws -> Void = { _, _, _ in }
  ) throws {
    let points = source.sentences.count
    precondition(
      points == source.ids.count && points <= Self.mostPoints, "\(points) points to show")
    firstNumber = source.firstNumber
    (name, count, facts, ids) = (source.name, source.count, source.facts, source.ids)
    sentences = PageText.cut(
      source.sentences, budget: Self.mostText / max(1, options.corpora))
    var groupings: [PointGrouping] = []
    if let labels = source.labels {
      groupings.append(PointGrouping(column: labels.column, values: labels.values))
    }
    let first = source.vectors[0].vectors
    if options.clusters > 0, points > 0 {
      groupings.append(
        try PointGrouping(
          clusters: options.clusters, of: first, sentences: source.sentences, seed: options.seed,
          pool: pool
        ) { try progress(.clusters, $0, nil) })
    }
    self.groupings = groupings
    maps = try Self.maps(of: first, options, pool) {
      try progress(.map, $0, options.iterations)
    }
    let lists = max(1, points * source.vectors.count * options.corpora)
    let listed = min(options.neighbors, max(1, Self.mostNeighbors / lists))
    var done = 0
    embedders = try source.vectors.map { name, vectors in
      let lists = try NeighborLists(name: name, vectors: vectors, count: listed, pool: pool) {
        try progress(.neighbors, done + $0, points * source.vectors.count)
      }
      done += points
      return lists
    }
  }

  /// Neighbors in all lists of a page together: about two megabytes.
  private static let mostNeighbors = 220_000
  /// Bytes of all sentences of a page together.
  private static let mostText = 2_000_000

  private static func maps(
    of vectors: Matrix, _ options: Options, _ pool: WorkerPool, _ progress: (Int) throws -> Void
  ) throws -> [PointPlaces] {
    guard vectors.rows > 1 else {
      return [
        PointPlaces(
          name: "PCA", about: "A single sentence has no directions to differ in.",
          places: Matrix(rows: vectors.rows, columns: 2))
      ]
    }
    let components = try PrincipalComponents(
      fitting: vectors, dimension: min(2, vectors.columns), pool: pool)
    let plane = PointPlaces(
      name: "PCA",
      about: "The two directions in which the vectors differ most. They hold "
        + TextFormat.percent(components.explainedVariance)
        + " of all differences; points that overlap here may be far apart in the others.",
      places: try components.reduce(vectors, pool: pool))
    guard options.hasNeighborMap, vectors.rows >= 4 else { return [plane] }
    let places = try NeighborEmbedding(iterations: options.iterations)
      .map(vectors, pool: pool, progress: progress)
    let near = PointPlaces(
      name: "t-SNE",
      about: "Near points are similar sentences. Distances between far points, and the sizes of "
        + "empty spaces, say little.",
      places: places)
    return [near, plane]
  }
}
