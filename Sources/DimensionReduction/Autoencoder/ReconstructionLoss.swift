import Foundation
import TensorKit

/// How far a restored vector is from the vector, in the units of the scaled vectors.
public enum ReconstructionLoss: String, CaseIterable, Codable, Sendable {
  /// The mean of (x̂ − x)² over all components.
  case squaredError = "squared-error"
  /// The mean of −x log x̂ − (1 − x) log(1 − x̂), for components scaled to 0…1.
  ///
  /// The last layer ends with a logistic function.
  case crossEntropy = "cross-entropy"

  /// The loss over `outputs` [n × d], and its gradient in their place.
  ///
  /// With cross-entropy, outputs are those before the logistic function.
  func score(_ outputs: Matrix, targets: Matrix, pool: WorkerPool) -> Double {
    precondition(
      outputs.rows == targets.rows && outputs.columns == targets.columns,
      "\(outputs.rows) × \(outputs.columns) for \(targets.rows) × \(targets.columns)")
    var losses = [Double](repeating: 0, count: outputs.rows)
    let scale = 1 / Float(max(1, outputs.rows * outputs.columns))
    losses.withUnsafeSlots { losses in
      pool.run(outputs.rows) { row in
        losses[row] = targets.withRow(row) { x in
          outputs.withMutableRow(row) { y in
            self == .squaredError
              ? Self.squaredError(&y, x, scale) : Self.crossEntropy(&y, x, scale)
          }
        }
      }
    }
    return losses.reduce(0, +) * Double(scale)
  }

  private static func squaredError(
    _ y: inout MutableSpan<Float>, _ x: Span<Float>, _ scale: Float
  ) -> Double {
    var sum: Float = 0
    for index in x.indices {
      let error = y[index] - x[index]
      sum += error * error
      y[index] = 2 * scale * error
    }
    return Double(sum)
  }

  private static func crossEntropy(
    _ y: inout MutableSpan<Float>, _ x: Span<Float>, _ scale: Float
  ) -> Double {
    var sum: Float = 0
    for index in x.indices {
      let (logit, target) = (y[index], x[index])
      // log(1 + e^−|z|) never overflows.
      let tail = exp(-abs(logit))
      sum += max(0, logit) - logit * target + log1p(tail)
      let probability = logit >= 0 ? 1 / (1 + tail) : tail / (1 + tail)
      y[index] = scale * (probability - target)
    }
    return Double(sum)
  }
}
