import TensorKit

/// A map of vectors in the plane that keeps near ones together: t-SNE by the Barnes–Hut algorithm.
///
/// ```swift
/// let points = try NeighborEmbedding(perplexity: 30).map(vectors, pool: pool)  // [n × 2]
/// ```
/// Van der Maaten and Hinton 2008; van der Maaten 2014. It begins with the first two principal
/// components. Distances between far groups say little. The map depends on the vectors and the
/// settings, not on the threads. O(n²) for the neighbors, then O(n log n) for each iteration.
public struct NeighborEmbedding: Sendable {
  /// About how many neighbors each point has; at most a third of the others count.
  public var perplexity: Double
  /// How often the points move.
  public var iterations: Int
  /// Squares seen under a smaller angle are taken for one point; 0 compares all pairs.
  public var angle: Double

  /// By how much attraction is exaggerated at first, and for how many iterations.
  private static let exaggeration = 12.0
  private static let exaggerated = 250
  /// Deviation of the first coordinates.
  private static let startDeviation = 1e-4
  /// Components to which longer vectors are reduced first.
  private static let mostComponents = 50

  /// A map with these settings.
  public init(perplexity: Double = 30, iterations: Int = 1_000, angle: Double = 0.5) {
    self.perplexity = perplexity
    self.iterations = iterations
    self.angle = angle
  }

  /// The places of vectors `[n × d]`: `[n × 2]`.
  ///
  /// - Parameters:
  ///   - vectors: at least four, all finite. They are reduced to 50 principal components first.
  ///   - pool: the threads to use.
  ///   - progress: called after every iteration; what it throws ends the work.
  /// - Returns: a row for every vector.
  /// - Throws: ``ReductionError``, `SearchError`, and what `progress` throws.
  public func map(
    _ vectors: Matrix, pool: WorkerPool, progress: (_ iteration: Int) throws -> Void = { _ in }
  ) throws -> Matrix {
    guard vectors.rows >= 4 else {
      throw ReductionError.tooFewVectors(found: vectors.rows, needed: 4)
    }
    guard perplexity >= 1, iterations >= 0, angle >= 0 else {
      throw ReductionError.invalidSetting("perplexity", "must be at least 1, not \(perplexity)")
    }
    let components = try PrincipalComponents(
      fitting: vectors, dimension: min(Self.mostComponents, vectors.columns), pool: pool)
    let reduced = try components.reduce(vectors, pool: pool)
    let bounded = min(perplexity, Double(vectors.rows - 1) / 3)
    let near = try NeighborProbabilities(of: reduced, perplexity: bounded, pool: pool)
    var points = Self.start(reduced)
    try move(&points, by: near, pool: pool, progress)
    return Matrix(rows: vectors.rows, columns: 2, values: points.map { Float($0) })
  }

  /// The first two components; a single one lies on a line.
  private static func start(_ reduced: Matrix) -> [Double] {
    var squares = 0.0
    for row in 0..<reduced.rows { squares += Double(reduced[row, 0]) * Double(reduced[row, 0]) }
    let deviation = (squares / Double(reduced.rows)).squareRoot()
    let scale = deviation > 0 ? startDeviation / deviation : 0
    return (0..<reduced.rows).flatMap { row in
      [
        Double(reduced[row, 0]) * scale,
        reduced.columns > 1 ? Double(reduced[row, 1]) * scale : 0,
      ]
    }
  }

  /// Gradient descent with momentum and a gain of each coordinate (Jacobs 1988).
  private func move(
    _ points: inout [Double], by near: NeighborProbabilities, pool: WorkerPool,
    _ progress: (Int) throws -> Void
  ) throws {
    let count = points.count / 2
    let rate = max(50, Double(count) / Self.exaggeration / 4)
    var velocity = [Double](repeating: 0, count: points.count)
    var gains = [Double](repeating: 1, count: points.count)
    for iteration in 0..<iterations {
      let isEarly = iteration < Self.exaggerated
      let gradient = gradient(
        points, near, exaggeration: isEarly ? Self.exaggeration : 1, pool: pool)
      let momentum = isEarly ? 0.5 : 0.8
      for i in points.indices {
        gains[i] =
          velocity[i] * gradient[i] < 0 ? gains[i] + 0.2 : max(0.01, gains[i] * 0.8)
        velocity[i] = momentum * velocity[i] - rate * gains[i] * gradient[i]
        points[i] += velocity[i]
      }
      try progress(iteration + 1)
    }
  }

  /// 4 Σ_j (p_ij − q_ij) (y_i − y_j) / (1 + |y_i − y_j|²) for every point i.
  private func gradient(
    _ points: [Double], _ near: NeighborProbabilities, exaggeration: Double, pool: WorkerPool
  ) -> [Double] {
    let count = points.count / 2
    let tree = QuadTree(points)
    var pushes = [QuadTree.Push](repeating: QuadTree.Push(), count: count)
    var pulls = [Double](repeating: 0, count: points.count)
    pushes.withUnsafeSlots { pushes in
      pulls.withUnsafeSlots { pulls in
        pool.run(count, grain: 64) { part in
          for point in part {
            let (x, y) = (points[2 * point], points[2 * point + 1])
            pushes[point] = tree.push(x, y, angle: angle)
            var (pullX, pullY) = (0.0, 0.0)
            for entry in near.starts[point]..<near.starts[point + 1] {
              let other = Int(near.others[entry])
              let (dx, dy) = (x - points[2 * other], y - points[2 * other + 1])
              let weight = near.values[entry] / (1 + dx * dx + dy * dy)
              pullX += weight * dx
              pullY += weight * dy
            }
            pulls[2 * point] = pullX
            pulls[2 * point + 1] = pullY
          }
        }
      }
    }
    let total = max(pushes.reduce(0) { $0 + $1.weight }, .leastNormalMagnitude)
    return (0..<points.count).map { i in
      let push = i % 2 == 0 ? pushes[i / 2].x : pushes[i / 2].y
      return 4 * (exaggeration * pulls[i] - push / total)
    }
  }
}
