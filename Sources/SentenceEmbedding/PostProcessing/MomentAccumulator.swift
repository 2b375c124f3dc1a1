import TensorKit

/// The mean and the second moments of any number of vectors, in constant memory.
///
/// Sums run in double precision over blocks of fixed size, and one thread computes an element, so
/// neither the threads nor the batches in which vectors arrive change a bit of the result.
public struct MomentAccumulator: Sendable {
  /// Components of every vector.
  public let dimension: Int
  /// How many vectors have been added.
  public private(set) var count = 0
  /// Σ x, of the complete blocks.
  private var sums: [Double]
  /// Σ x xᵀ `[dimension × dimension]`, of the complete blocks; the lower triangle is zero.
  private var products: [Double]
  /// Vectors of the block that is not yet complete, `[blockSize × dimension]`.
  private var block: [Float] = []

  private static var blockSize: Int { 64 }

  /// An accumulator for vectors of `dimension` components.
  public init(dimension: Int) {
    self.dimension = dimension
    sums = [Double](repeating: 0, count: dimension)
    products = [Double](repeating: 0, count: dimension * dimension)
    block.reserveCapacity(Self.blockSize * dimension)
  }

  /// Adds the rows of `vectors`, `[any × dimension]`.
  ///
  /// - Throws: `PostProcessingError` if a component is not finite or the length differs.
  public mutating func add(_ vectors: Matrix, pool: WorkerPool) throws(PostProcessingError) {
    guard vectors.columns == dimension else {
      throw .mismatchedDimension(expected: dimension, found: vectors.columns)
    }
    for row in 0..<vectors.rows {
      let values = vectors.row(row)
      guard values.allSatisfy(\.isFinite) else { throw .notFinite(vector: count) }
      block += values
      count += 1
      if block.count == Self.blockSize * dimension { flush(pool: pool) }
    }
  }

  /// The mean, and the matrix of second moments about the mean if `centered`, else about zero.
  package func moments(centered: Bool, pool: WorkerPool) -> (mean: [Double], second: [Double]) {
    var complete = self
    complete.flush(pool: pool)
    let scale = 1 / Double(max(1, count))
    let mean = complete.sums.map { $0 * scale }
    var second = complete.products
    for i in 0..<dimension {
      for j in i..<dimension {
        let shift = centered ? mean[i] * mean[j] : 0
        let value = second[i * dimension + j] * scale - shift
        second[i * dimension + j] = value
        second[j * dimension + i] = value
      }
    }
    return (mean, second)
  }

  private mutating func flush(pool: WorkerPool) {
    guard !block.isEmpty else { return }
    for row in 0..<block.count / dimension {
      for i in 0..<dimension { sums[i] += Double(block[row * dimension + i]) }
    }
    Self.accumulate(block, dimension: dimension, into: &products, pool: pool)
    block.removeAll(keepingCapacity: true)
  }
}

extension MomentAccumulator {
  /// (Σ λ)² / Σ λ² of the eigenvalues of the covariance; 0 for vectors that do not vary.
  ///
  /// The sums of the eigenvalues and of their squares are the trace and the squared Frobenius norm,
  /// so no decomposition is needed.
  public func effectiveDimension(pool: WorkerPool) -> Double {
    let (_, covariance) = moments(centered: true, pool: pool)
    let trace = (0..<dimension).reduce(0) { $0 + covariance[$1 * dimension + $1] }
    let squares = covariance.reduce(0) { $0 + $1 * $1 }
    return squares > 0 ? trace * trace / squares : 0
  }
}
