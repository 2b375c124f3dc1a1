import TensorKit

/// Principal components and autoencoders at the same dimensions, measured on held-out vectors.
///
/// ```swift
/// var plan = VectorAutoencoderPlan(dimension: 1)
/// plan.epochs = 30
/// let comparison = try ReductionComparison(
///   of: vectors, dimensions: [16, 32, 64], plan: plan, pool: pool)
/// ```
public struct ReductionComparison: Codable, Sendable, Equatable {
  /// The figures of one number of dimensions.
  public struct Entry: Codable, Sendable, Equatable {
    /// Components of a code.
    public let dimension: Int
    /// What principal components keep.
    public let pca: ReductionQuality
    /// What an autoencoder keeps.
    public let autoencoder: ReductionQuality
  }

  /// Vectors that were fitted to.
  public let fittedVectors: Int
  /// Vectors that were measured.
  public let measuredVectors: Int
  /// Components of a vector.
  public let inputDimension: Int
  /// Nearest neighbors that were compared.
  public let neighbors: Int
  /// How near vectors are to each other.
  public let metric: String
  /// The figures, in the order of the dimensions asked for.
  public let entries: [Entry]

  /// The share of the vectors that are measured, and their largest number.
  private static let measuredShare = 5
  private static let mostMeasured = 5_000

  /// Fits both to most of the rows of `vectors` and measures them on the rest.
  ///
  /// - Parameters:
  ///   - vectors: `[n × d]`.
  ///   - dimensions: components of the codes, each at most d.
  ///   - plan: how the autoencoders are built and trained; its dimension is replaced.
  ///   - neighbors: how many nearest neighbors are compared.
  ///   - metric: how near vectors are to each other.
  ///   - pool: the threads to use; the result does not depend on them.
  ///   - progress: called while training, with the number of vectors read and to be read in all;
  ///     what it throws ends the comparison.
  /// - Throws: ``ReductionError``, `SearchError`, and what `progress` throws.
  public init(
    of vectors: Matrix, dimensions: [Int], plan: VectorAutoencoderPlan, neighbors: Int = 10,
    metric: Metric = .l2, pool: WorkerPool,
    progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
  ) throws {
    guard let largest = dimensions.max() else {
      throw ReductionError.invalidSetting("dimensions", "are missing")
    }
    var random = RandomStream(seed: plan.seed, purpose: .bootstrap)
    let order = Array(0..<vectors.rows).shuffled(using: &random)
    let count = min(Self.mostMeasured, vectors.rows / Self.measuredShare)
    let measured = vectors.rows(at: order.prefix(count).sorted())
    let fitted = vectors.rows(at: order.dropFirst(count).sorted())
    let measure = try ReductionMeasure(
      measured, neighbors: neighbors, metric: metric, pool: pool)
    let components = try PrincipalComponents(
      fitting: fitted, dimension: largest, seed: plan.seed, pool: pool)
    var entries: [Entry] = []
    for (place, dimension) in dimensions.enumerated() {
      var plan = plan
      plan.dimension = dimension
      let autoencoder = try VectorAutoencoder(fitting: fitted, plan: plan, pool: pool) {
        try progress(place * $0.total + $0.vectors, dimensions.count * $0.total)
      }
      entries.append(
        Entry(
          dimension: dimension,
          pca: try measure.quality(of: components.prefix(dimension), pool: pool),
          autoencoder: try measure.quality(of: autoencoder, pool: pool)))
    }
    fittedVectors = fitted.rows
    measuredVectors = measured.rows
    inputDimension = vectors.columns
    self.neighbors = neighbors
    self.metric = metric.rawValue
    self.entries = entries
  }
}
