import DataStructures
import Foundation
import TensorKit

/// Codes whose near neighbors are those of their vectors: stochastic neighbor embedding.
///
/// ```
/// p_ij ∝ exp(−‖x_i − x_j‖² / τ_i)      q_ij ∝ exp(−‖h_i − h_j‖² / τ_i)      j ≠ i, of the batch
/// weight · mean over i of Σ_j p_ij log(p_ij / q_ij)
/// ```
/// with τ_i the mean squared distance to the five nearest vectors of the batch (Hinton and Roweis
/// 2002; as the loss of a network, van der Maaten 2009).
final class KeptNeighbors: RegularizerKind, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different rows.
  static let name = "neighbors"
  static let parameters = [PartParameter.weight]
  static let help = "Near vectors of a batch have near codes."

  private let weight: Float
  private let left = PackedMatrix(.left, .f32)
  private let right = PackedMatrix(.right, .f32)
  /// ‖x_i − x_j‖², then p; and the same of the codes: [n × n].
  private var near = Matrix(rows: 0, columns: 0)
  private var slopes = Matrix(rows: 0, columns: 0)
  private var symmetric = Matrix(rows: 0, columns: 0)
  private let product: Matrix

  /// Nearest vectors that give the width of a neighborhood.
  private static let widthNeighbors = 5

  init(_ values: [Double], dimension: Int) {
    weight = Float(values[0])
    product = Matrix(rows: 0, columns: dimension)
  }

  func penalize(_ codes: Matrix, input: Matrix, dCodes: Matrix?, pool: WorkerPool) -> Double {
    let count = codes.rows
    guard count > 2 else { return 0 }
    if near.columns != count {
      near = Matrix(rows: count, columns: count)
      slopes = Matrix(rows: count, columns: count)
      symmetric = Matrix(rows: count, columns: count)
    }
    writeSquaredDistances(of: input, to: near, pool)
    writeSquaredDistances(of: codes, to: slopes, pool)
    var losses = [Double](repeating: 0, count: count)
    let scale = weight / Float(count)
    losses.withUnsafeSlots { losses in
      pool.run(count) { row in losses[row] = self.compare(row, scale) }
    }
    if let dCodes { addGradient(codes, to: dCodes, pool) }
    return Double(scale) * losses.reduce(0, +)
  }

  private func writeSquaredDistances(of rows: Matrix, to distances: Matrix, _ pool: WorkerPool) {
    left.pack(MatrixRegion(rows), pool: pool)
    right.pack(MatrixRegion(rows), transposed: true, pool: pool)
    left.multiply(by: right, into: distances, pool: pool)
    let norms = (0..<rows.rows).map { row in rows.withRow(row) { Kernels.sumOfSquares($0) } }
    pool.run(rows.rows, grain: 16) { part in
      for row in part {
        distances.withMutableRow(row) { d in
          for column in d.indices {
            d[column] = max(0, norms[row] + norms[column] - 2 * d[column])
          }
        }
      }
    }
  }

  /// Σ_j p log(p / q) of a row; its slopes become the gradient of the squared distances of codes.
  private func compare(_ row: Int, _ scale: Float) -> Double {
    near.withMutableRow(row) { p in
      slopes.withMutableRow(row) { q in
        var nearest = TopK<Float>(Self.widthNeighbors)
        for column in p.indices where column != row { nearest.insert(column, score: -p[column]) }
        let width = -nearest.sorted.reduce(0) { $0 + $1.score } / Float(nearest.count)
        guard width > 0 else {
          for column in q.indices { q[column] = 0 }
          return 0
        }
        Self.turnIntoLogShares(&p, excluding: row, width)
        Self.turnIntoLogShares(&q, excluding: row, width)
        var loss = 0.0
        for column in p.indices {
          guard column != row else {
            q[column] = 0
            continue
          }
          let share = exp(p[column])
          loss += Double(share * (p[column] - q[column]))
          q[column] = scale * (share - exp(q[column])) / width
        }
        return loss
      }
    }
  }

  /// Turns squared distances into the logarithms of shares ∝ exp(−d / width).
  private static func turnIntoLogShares(
    _ d: inout MutableSpan<Float>, excluding row: Int, _ width: Float
  ) {
    for column in d.indices { d[column] /= -width }
    d[row] = -.infinity
    Kernels.logSoftmax(&d)
  }

  /// With S = G + Gᵀ for the gradients G of the squared distances: dh_i += 2 Σ_j S_ij (h_i − h_j).
  private func addGradient(_ codes: Matrix, to dCodes: Matrix, _ pool: WorkerPool) {
    let count = codes.rows
    pool.run(count) { row in
      self.symmetric.withMutableRow(row) { s in
        self.slopes.withRow(row) { g in
          for column in s.indices { s[column] = g[column] + self.slopes[column, row] }
        }
      }
    }
    product.resize(rows: count)
    left.pack(MatrixRegion(symmetric), pool: pool)
    right.pack(MatrixRegion(codes), pool: pool)
    left.multiply(by: right, into: product, pool: pool)
    pool.run(count) { row in
      let sum = self.symmetric.withRow(row) { s in
        var sum: Float = 0
        for column in s.indices { sum += s[column] }
        return sum
      }
      Kernels.addRow(2 * sum, of: codes, row, to: dCodes, row)
      Kernels.addRow(-2, of: self.product, row, to: dCodes, row)
    }
  }
}
