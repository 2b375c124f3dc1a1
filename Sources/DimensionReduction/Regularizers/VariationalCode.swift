import DataStructures
import Foundation
import NeuralLayers
import TensorKit

/// A variational autoencoder: the encoder gives a normal distribution, from which a code is drawn.
///
/// ```
/// h = μ + e^(s/2) ε        ε from the standard normal distribution
/// weight / d′ · mean over vectors of ½ Σ_j (μ² + e^s − 1 − s)
/// ```
/// with s the logarithm of the variance, and d′ the number of components of a code: the divergence
/// from the standard normal distribution (Kingma and Welling 2014). A trained network gives μ.
final class VariationalCode: RegularizerKind {
  static let name = "variational"
  static let parameters = [PartParameter.weight]
  static let help = "Codes are drawn from normal distributions near the standard one."
  static let needsRandomStart = true
  static let outputsPerComponent = 2

  private let weight: Float
  private let size: Int
  /// ε of the last batch: [n × k].
  private let noise: Matrix

  /// The logarithms of variances are kept within ± this.
  private static let limit: Float = 20

  init(_ values: [Double], dimension: Int) {
    weight = Float(values[0])
    size = dimension
    noise = Matrix(rows: 0, columns: dimension)
  }

  func sample(
    _ outputs: Matrix, step: TrainingStep?, into codes: Matrix, pool: WorkerPool
  ) -> Double {
    codes.resize(rows: outputs.rows)
    noise.resize(rows: outputs.rows)
    var losses = [Double](repeating: 0, count: outputs.rows)
    losses.withUnsafeSlots { losses in
      pool.run(outputs.rows, grain: 16) { rows in
        for row in rows {
          if let step {
            var random = RandomStream(
              seed: step.seed, purpose: .latentNoise, step: step.number, item: UInt64(row))
            self.noise.withMutableRow(row) { e in
              for index in e.indices { e[index] = random.normal() }
            }
          } else {
            self.noise.clearRow(row)
          }
          losses[row] = self.draw(row, outputs, into: codes)
        }
      }
    }
    return Double(weight) * losses.reduce(0, +) / Double(max(1, outputs.rows * size))
  }

  private func draw(_ row: Int, _ outputs: Matrix, into codes: Matrix) -> Double {
    outputs.withRow(row) { output in
      noise.withRow(row) { e in
        codes.withMutableRow(row) { h in
          var sum = 0.0
          for index in 0..<size {
            let (mean, s) = (output[index], Self.bounded(output[size + index]))
            h[index] = mean + exp(s / 2) * e[index]
            sum += 0.5 * Double(mean * mean + exp(s) - 1 - s)
          }
          return sum
        }
      }
    }
  }

  private static func bounded(_ s: Float) -> Float { min(limit, max(-limit, s)) }

  func backwardSample(
    _ dCodes: Matrix, outputs: Matrix, into dOutputs: Matrix, pool: WorkerPool
  ) {
    dOutputs.resize(rows: outputs.rows)
    let scale = weight / Float(max(1, outputs.rows * size))
    for row in 0..<outputs.rows {
      outputs.withRow(row) { output in
        noise.withRow(row) { e in
          dCodes.withRow(row) { d in
            dOutputs.withMutableRow(row) { target in
              for index in 0..<size {
                let s = Self.bounded(output[size + index])
                target[index] = d[index] + scale * output[index]
                target[size + index] =
                  abs(output[size + index]) > Self.limit
                  ? 0 : 0.5 * (d[index] * exp(s / 2) * e[index] + scale * (exp(s) - 1))
              }
            }
          }
        }
      }
    }
  }
}
