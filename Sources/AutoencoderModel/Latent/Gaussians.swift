import Foundation
import TensorKit

/// Gaussians with diagonal covariances, one for each of n sentences: means and logarithms of variances,
/// [n × D].
struct Gaussians {
  let means: Matrix
  let logVariances: Matrix

  private static let logTwoPi = log(2 * Double.pi)

  /// log p(z) of the standard normal distribution.
  static func logStandardNormal(_ z: [Float]) -> Double {
    z.reduce(0) { $0 - (Double($1) * Double($1) + logTwoPi) / 2 }
  }

  /// The density of z under the Gaussian of a sentence, as a logarithm.
  func logDensity(_ z: [Float], of row: Int) -> Double {
    var sum = 0.0
    means.withRow(row) { mean in
      logVariances.withRow(row) { logVariance in
        for index in z.indices {
          let distance = Double(z[index] - mean[index])
          let log = Double(logVariance[index])
          sum -= (distance * distance * exp(-log) + log + Self.logTwoPi) / 2
        }
      }
    }
    return sum
  }

  /// The density of z under the mixture of all, as a logarithm.
  func logMixture(_ z: [Float]) -> Double {
    logSumExp((0..<means.rows).map { logDensity(z, of: $0) }) - log(Double(means.rows))
  }

  /// KL of the Gaussian of a sentence from the standard normal distribution.
  func divergence(of row: Int) -> Double {
    var sum = 0.0
    means.withRow(row) { mean in
      logVariances.withRow(row) { logVariance in
        for index in mean.indices {
          let (mean, log) = (Double(mean[index]), Double(logVariance[index]))
          sum += (mean * mean + exp(log) - 1 - log) / 2
        }
      }
    }
    return sum
  }

  /// A vector from each: [n × D]. A function of the seed and of the number of the draw.
  func draw(seed: UInt64, number: Int) -> Matrix {
    let drawn = Matrix(rows: means.rows, columns: means.columns)
    for row in 0..<means.rows {
      var random = RandomStream(
        seed: seed, purpose: .latentSample, step: UInt64(number), item: UInt64(row))
      drawn.withMutableRow(row) { z in
        means.withRow(row) { mean in
          logVariances.withRow(row) { logVariance in
            for index in mean.indices {
              z[index] = mean[index] + exp(0.5 * logVariance[index]) * random.normal()
            }
          }
        }
      }
    }
    return drawn
  }
}

/// log Σ exp of some logarithms, without overflow.
func logSumExp(_ values: [Double]) -> Double {
  guard let largest = values.max(), largest.isFinite else { return values.max() ?? -.infinity }
  return largest + log(values.reduce(0) { $0 + exp($1 - largest) })
}
