import Foundation
import TensorKit
import VectorSearch

/// How likely each point is to choose each of its near ones as a neighbor, both ways together.
///
/// A row of probabilities is a normal distribution around the point, as wide as gives it the
/// perplexity asked for (van der Maaten and Hinton 2008).
package struct NeighborProbabilities: Sendable {
  /// Where each point begins among the entries; one more than there are points.
  private(set) var starts: [Int] = [0]
  /// The other points, ascending.
  private(set) var others: [Int32] = []
  /// (p_j|i + p_i|j) / 2n.
  private(set) var values: [Double] = []

  /// Finds the nearest 3 × perplexity of every row of `vectors`, by Euclidean distance.
  init(of vectors: Matrix, perplexity: Double, pool: WorkerPool) throws {
    let count = vectors.rows
    let wanted = min(count - 1, Int(3 * perplexity))
    let index = try FlatIndex(vectors: vectors, metric: .l2)
    let found = try index.search(queries: vectors, count: wanted + 1, pool: pool)
    var rows: [[(other: Int32, value: Double)]] = Array(repeating: [], count: count)
    for (point, neighbors) in found.enumerated() {
      let near = neighbors.filter { $0.id != point }.prefix(wanted)
      let shares = Self.shares(near.map { Double($0.score * $0.score) }, perplexity: perplexity)
      for (neighbor, share) in zip(near, shares) {
        let value = share / Double(2 * count)
        rows[point].append((Int32(neighbor.id), value))
        rows[neighbor.id].append((Int32(point), value))
      }
    }
    for row in rows {
      for (other, value) in row.sorted(by: { $0.other < $1.other }) {
        if others.count > starts[starts.count - 1], others.last == other {
          values[values.count - 1] += value
        } else {
          others.append(other)
          values.append(value)
        }
      }
      starts.append(others.count)
    }
  }

  /// exp(−β d²), normalized, with the β whose entropy is the logarithm of the perplexity.
  package static func shares(_ squares: [Double], perplexity: Double) -> [Double] {
    guard let nearest = squares.min() else { return [] }
    let target = log(min(perplexity, Double(squares.count)))
    var (low, high, beta) = (0.0, Double.infinity, 1.0)
    var shares: [Double] = []
    for _ in 0..<200 {
      let weights = squares.map { exp(-beta * ($0 - nearest)) }
      let sum = weights.reduce(0, +)
      shares = weights.map { $0 / sum }
      let mean = zip(shares, squares).reduce(0) { $0 + $1.0 * ($1.1 - nearest) }
      let entropy = log(sum) + beta * mean
      if abs(entropy - target) < 1e-6 { break }
      if entropy > target {
        low = beta
        beta = high.isFinite ? (low + high) / 2 : 2 * beta
      } else {
        high = beta
        beta = (low + high) / 2
      }
    }
    return shares
  }
}
