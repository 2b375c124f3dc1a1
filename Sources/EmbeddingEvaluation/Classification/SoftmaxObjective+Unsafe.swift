import Foundation
import TensorKit

/// The mean cross-entropy of a linear classifier, with its penalty and its gradient.
struct SoftmaxObjective {
  private let width: Int
  private let rows: Int
  private let labels: [Int]
  private let penalty: Double
  /// The vectors, each followed by the 1 that goes with the intercept, `[examples × width]`.
  private let inputs: [Double]

  init(vectors: Matrix, labels: [Int], classes: Int, penalty: Double) {
    let width = vectors.columns + 1
    self.width = width
    rows = classes == 2 ? 1 : classes
    self.labels = labels
    self.penalty = penalty
    var inputs = [Double](repeating: 1, count: vectors.rows * width)
    for row in 0..<vectors.rows {
      vectors.withRow(row) { vector in
        for i in vector.indices { inputs[row * width + i] = Double(vector[i]) }
      }
    }
    self.inputs = inputs
  }

  /// The number of weights and intercepts.
  var parameters: Int { rows * width }

  /// Returns the value at `weights` `[rows × width]` and writes the gradient.
  func evaluate(_ weights: [Double], gradient: inout [Double]) -> Double {
    for i in gradient.indices { gradient[i] = 0 }
    guard !labels.isEmpty else { return 0 }
    let scale = 1 / Double(labels.count)
    var loss = 0.0
    var errors = [Double](repeating: 0, count: rows)
    unsafe inputs.withUnsafeBufferPointer { inputs in
      unsafe weights.withUnsafeBufferPointer { weights in
        unsafe gradient.withUnsafeMutableBufferPointer { gradient in
          guard let x = inputs.baseAddress, let w = weights.baseAddress,
            let g = gradient.baseAddress
          else { return }
          for (example, label) in labels.enumerated() {
            // Example and row both select `width` elements inside their buffers.
            let input = unsafe x + example * width
            for row in 0..<rows {
              errors[row] = unsafe DoubleVectors.dot(w + row * width, input, count: width)
            }
            loss += rows == 1 ? binary(&errors, label: label) : softmax(&errors, label: label)
            for row in 0..<rows {
              unsafe DoubleVectors.add(
                errors[row] * scale, times: input, to: g + row * width, count: width)
            }
          }
        }
      }
    }
    var squares = 0.0
    for row in 0..<rows {
      for i in row * width..<(row + 1) * width - 1 {
        squares += weights[i] * weights[i]
        gradient[i] += penalty * weights[i]
      }
    }
    return loss * scale + penalty / 2 * squares
  }

  /// Turns logits into the gradient of the loss, and returns the loss.
  private func softmax(_ logits: inout [Double], label: Int) -> Double {
    let peak = logits.max() ?? 0
    let target = logits[label] - peak
    var sum = 0.0
    for i in logits.indices {
      logits[i] = exp(logits[i] - peak)
      sum += logits[i]
    }
    for i in logits.indices { logits[i] /= sum }
    logits[label] -= 1
    return log(sum) - target
  }

  private func binary(_ logits: inout [Double], label: Int) -> Double {
    let logit = logits[0]
    let probability = 1 / (1 + exp(-logit))
    logits[0] = probability - Double(label)
    let margin = label == 1 ? logit : -logit
    return max(0, -margin) + log1p(exp(-abs(margin)))
  }
}
