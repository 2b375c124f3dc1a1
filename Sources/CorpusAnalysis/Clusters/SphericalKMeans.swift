import DataStructures
import TensorKit

/// Divides vectors into a given number of clusters by their cosines with the centers.
///
/// ```swift
/// let clusters = try SphericalKMeans(count: 20).clusters(of: set, pool: pool)
/// ```
/// Spherical k-means (Dhillon and Modha 2001): each vector belongs to the center with the highest
/// cosine, and a center is the mean of its vectors, scaled to length 1. The first centers are drawn
/// as in k-means++ (Arthur and Vassilvitskii 2007), with 1 − cosine, half the squared distance. The
/// same seed gives the same clusters with any number of threads.
public struct SphericalKMeans: Sendable {
  /// How many clusters there are, at most; vectors that are all alike make fewer.
  public let count: Int
  /// The largest number of rounds.
  public let iterations: Int
  /// Determines the first centers.
  public let seed: UInt64

  /// Settings for `count` clusters, at least one.
  public init(count: Int, iterations: Int = 50, seed: UInt64 = 1) {
    precondition(count > 0 && iterations > 0, "\(count) clusters, \(iterations) rounds")
    (self.count, self.iterations, self.seed) = (count, iterations, seed)
  }

  /// The clusters, the largest first, equal ones by their first member.
  ///
  /// - Parameters:
  ///   - set: the vectors.
  ///   - pool: the threads to use.
  ///   - progress: called with the number of rounds so far; what it throws ends the work.
  /// - Returns: as many clusters as were asked for, or fewer.
  /// - Throws: what `progress` throws.
  public func clusters(
    of set: UnitVectorSet, pool: WorkerPool, progress: (_ rounds: Int) throws -> Void = { _ in }
  ) throws -> [Cluster] {
    guard set.count > 0 else { return [] }
    let products = BlockProducts(set, pool: pool)
    var centers = try firstCenters(of: set, products, progress)
    var nearest = Self.nearest(set, centers, products)
    for round in 1...iterations {
      centers = Self.means(of: set, nearest.map(\.center), count: centers.rows, pool: pool)
      let next = Self.nearest(set, centers, products)
      let isSettled = zip(nearest, next).allSatisfy { $0.center == $1.center }
      nearest = next
      try progress(round)
      if isSettled { break }
    }
    return Self.clusters(nearest, count: centers.rows)
  }

  /// The center of a vector, and the cosine with it.
  private struct Assignment: Sendable {
    var center = 0
    var score = -Float.infinity
  }

  private func firstCenters(
    of set: UnitVectorSet, _ products: BlockProducts, _ progress: (Int) throws -> Void
  ) throws -> Matrix {
    var random = RandomStream(seed: seed, purpose: .shuffle, item: 2)
    var chosen = [Int(random.below(UInt32(clamping: set.count)))]
    var distances = [Double](repeating: .infinity, count: set.count)
    while chosen.count < min(count, set.count) {
      try progress(0)
      let newest = set.rows([chosen[chosen.count - 1]])
      let scores = Self.nearest(set, newest, products)
      var sum = 0.0
      for row in distances.indices {
        distances[row] = min(distances[row], max(0, 1 - Double(scores[row].score)))
        // Rounding leaves a little between equal vectors.
        if distances[row] < 1e-6 { distances[row] = 0 }
        sum += distances[row]
      }
      guard sum > 0 else { break }
      var left = Double(random.uniform()) * sum
      let place = distances.firstIndex { distance in
        left -= distance
        return left < 0
      }
      chosen.append(place ?? distances.lastIndex { $0 > 0 } ?? 0)
    }
    return set.rows(chosen)
  }

  /// The nearest center of every vector; of equally near ones the first.
  private static func nearest(
    _ set: UnitVectorSet, _ centers: Matrix, _ products: BlockProducts
  ) -> [Assignment] {
    products.prepare(centers)
    var result = [Assignment](repeating: Assignment(), count: set.count)
    result.withUnsafeSlots { result in
      products.forEach(products.pieces()[...]) { _, piece, rows, scores in
        for row in rows {
          scores.withRow(row - rows.lowerBound) { scores in
            for column in 0..<piece.count
            where scores[column] > result[piece.lowerBound + column].score {
              result[piece.lowerBound + column] = Assignment(center: row, score: scores[column])
            }
          }
        }
      }
    }
    return result
  }

  /// The mean of the vectors of each center, of length 1; zero for a center without vectors.
  private static func means(
    of set: UnitVectorSet, _ centers: [Int], count: Int, pool: WorkerPool
  ) -> Matrix {
    var members = [[Int]](repeating: [], count: count)
    for (row, center) in centers.enumerated() { members[center].append(row) }
    let result = Matrix(rows: count, columns: set.dimension)
    let lists = members
    pool.run(count) { center in
      for id in lists[center] {
        let (block, row) = set.place(of: id)
        Kernels.addRow(of: block, row, to: result, center)
      }
      let square = result.withRow(center) { Kernels.sumOfSquares($0) }
      if square > 0 { Kernels.scaleRow(center, of: result, by: 1 / square.squareRoot()) }
    }
    return result
  }

  private static func clusters(_ nearest: [Assignment], count: Int) -> [Cluster] {
    var members = [[Int]](repeating: [], count: count)
    for (row, assignment) in nearest.enumerated() { members[assignment.center].append(row) }
    return members.filter { !$0.isEmpty }
      .sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
      .map { rows in
        let ranked = rows.sorted { (nearest[$1].score, $0) < (nearest[$0].score, $1) }
        return Cluster(members: ranked, scores: ranked.map { nearest[$0].score })
      }
  }
}
