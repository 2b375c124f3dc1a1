import DataStructures
import TensorKit

/// A sparse code: weight × the mean of |h| over all components of the codes.
final class SparsityL1: RegularizerKind {
  static let name = "l1"
  static let parameters = [PartParameter.weight]
  static let help = "A sparse code: its components are small in the mean."

  private let weight: Float

  init(_ values: [Double], dimension: Int) { weight = Float(values[0]) }

  func penalize(_ codes: Matrix, input: Matrix, dCodes: Matrix?, pool: WorkerPool) -> Double {
    let scale = weight / Float(max(1, codes.rows * codes.columns))
    var sum = 0.0
    for row in 0..<codes.rows {
      codes.withRow(row) { h in
        for index in h.indices { sum += Double(abs(h[index])) }
        dCodes?.withMutableRow(row) { d in
          for index in h.indices { d[index] += h[index] > 0 ? scale : h[index] < 0 ? -scale : 0 }
        }
      }
    }
    return Double(scale) * sum
  }
}
