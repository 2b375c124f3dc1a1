import DataStructures
import Foundation
import TensorKit

/// A sparse code whose units are active at a given rate.
///
/// ```
/// weight / k · Σ_j  ρ log(ρ / ρ̂_j) + (1 − ρ) log((1 − ρ) / (1 − ρ̂_j))      ρ̂_j = mean of h_j
/// ```
/// over the batch, for units with values in 0…1 (Ng 2011, CS294A Lecture notes).
final class SparsityKL: RegularizerKind {
  static let name = "kl"
  static let parameters = [
    PartParameter.weight, PartParameter("RATE", 0.0001...0.9999, standard: 0.05),
  ]
  static let help = "A sparse code: each unit is active at this rate; needs a code of sigmoids."
  static let needsRandomStart = true
  static let needsSigmoidCode = true

  private let weight: Double
  private let rate: Double

  init(_ values: [Double], dimension: Int) { (weight, rate) = (values[0], values[1]) }

  func penalize(_ codes: Matrix, input: Matrix, dCodes: Matrix?, pool: WorkerPool) -> Double {
    guard codes.rows > 0 else { return 0 }
    var sums = [Double](repeating: 0, count: codes.columns)
    for row in 0..<codes.rows {
      codes.withRow(row) { h in for index in h.indices { sums[index] += Double(h[index]) } }
    }
    var loss = 0.0
    let scale = weight / Double(codes.columns)
    let gradients = sums.map { sum in
      // A unit that is always or never active has an infinite divergence.
      let found = min(1 - 1e-6, max(1e-6, sum / Double(codes.rows)))
      loss += rate * log(rate / found) + (1 - rate) * log((1 - rate) / (1 - found))
      return Float(
        scale * ((1 - rate) / (1 - found) - rate / found) / Double(codes.rows))
    }
    if let dCodes {
      for row in 0..<codes.rows {
        dCodes.withMutableRow(row) { d in
          for index in d.indices { d[index] += gradients[index] }
        }
      }
    }
    return scale * loss
  }
}
