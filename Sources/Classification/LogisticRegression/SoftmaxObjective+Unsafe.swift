import Foundation
import TensorKit

/// The mean cross-entropy of a linear classifier, with its penalty and its gradient.
///
/// Sums run over the examples in their order, whatever the number of threads.
struct SoftmaxObjective: Sendable {
  private enum Inputs: Sendable {
    /// The vectors, each followed by the 1 that goes with the intercept: `[examples × width]`.
    case dense([Double])
    case sparse(SparseRows)
  }

  /// Features and the intercept.
  private let width: Int
  private let rows: Int
  private let labels: [Int]
  private let penalty: Double
  private let inputs: Inputs
  private let pool: WorkerPool?

  /// Columns of the gradient that one thread sums at a time.
  private static let columnGrain = 128
  /// Examples whose logits one thread computes at a time.
  private static let exampleGrain = 64

  init(
    features: FeatureMatrix, labels: [Int], classes: Int, penalty: Double, pool: WorkerPool? = nil
  ) {
    let width = features.columns + 1
    self.width = width
    rows = classes == 2 ? 1 : classes
    self.labels = labels
    self.penalty = penalty
    self.pool = pool
    switch features {
    case .sparse(let rows): inputs = .sparse(rows)
    case .dense(let vectors):
      var values = [Double](repeating: 1, count: vectors.rows * width)
      for row in 0..<vectors.rows {
        vectors.withRow(row) { vector in
          for i in vector.indices { values[row * width + i] = Double(vector[i]) }
        }
      }
      inputs = .dense(values)
    }
  }

  /// The number of weights and intercepts.
  var parameters: Int { rows * width }

  /// Returns the value at `weights` `[rows × width]` and writes the gradient.
  func evaluate(_ weights: [Double], gradient: inout [Double]) -> Double {
    for i in gradient.indices { gradient[i] = 0 }
    guard !labels.isEmpty else { return 0 }
    let scale = 1 / Double(labels.count)
    // The gradient of the logits: [examples × rows].
    var errors = [Double](repeating: 0, count: labels.count * rows)
    var losses = [Double](repeating: 0, count: labels.count)
    losses.withUnsafeSlots { losses in
      errors.withUnsafeSlots { errors in
        run(labels.count, grain: Self.exampleGrain) { examples in
          var logits = [Double](repeating: 0, count: rows)
          for example in examples {
            writeLogits(of: example, weights, to: &logits)
            let label = labels[example]
            losses[example] =
              rows == 1 ? binary(&logits, label: label) : softmax(&logits, label: label)
            for row in 0..<rows { errors[example * rows + row] = logits[row] * scale }
          }
        }
      }
    }
    addGradient(of: errors, to: &gradient)
    var squares = 0.0
    for row in 0..<rows {
      for i in row * width..<(row + 1) * width - 1 {
        squares += weights[i] * weights[i]
        gradient[i] += penalty * weights[i]
      }
    }
    return losses.reduce(0, +) * scale + penalty / 2 * squares
  }

  private func run(_ count: Int, grain: Int, _ body: @Sendable (Range<Int>) -> Void) {
    if let pool { pool.run(count, grain: grain, body) } else { body(0..<count) }
  }

  private func writeLogits(of example: Int, _ weights: [Double], to logits: inout [Double]) {
    switch inputs {
    case .dense(let inputs):
      unsafe inputs.withUnsafeBufferPointer { inputs in
        unsafe weights.withUnsafeBufferPointer { weights in
          guard let x = inputs.baseAddress, let w = weights.baseAddress else { return }
          for row in 0..<rows {
            // Example and row both select `width` elements inside their buffers.
            logits[row] = unsafe DoubleVectors.dot(
              w + row * width, x + example * width, count: width)
          }
        }
      }
    case .sparse(let inputs):
      for row in 0..<rows {
        let first = row * width
        var sum = weights[first + width - 1]
        for place in inputs.starts[example]..<inputs.starts[example + 1] {
          sum += Double(inputs.values[place]) * weights[first + Int(inputs.indices[place])]
        }
        logits[row] = sum
      }
    }
  }

  private func addGradient(of errors: [Double], to gradient: inout [Double]) {
    switch inputs {
    case .dense(let inputs):
      gradient.withUnsafeSlots { gradient in
        run(width, grain: Self.columnGrain) { columns in
          let sums = sums(of: inputs, times: errors, columns)
          for row in 0..<rows {
            for column in columns {
              gradient[row * width + column] =
                sums[row * columns.count + column - columns.lowerBound]
            }
          }
        }
      }
    case .sparse(let inputs):
      for example in labels.indices {
        for row in 0..<rows {
          let (error, first) = (errors[example * rows + row], row * width)
          gradient[first + width - 1] += error
          for place in inputs.starts[example]..<inputs.starts[example + 1] {
            gradient[first + Int(inputs.indices[place])] += error * Double(inputs.values[place])
          }
        }
      }
    }
  }

  /// Some columns of the gradient: `[rows × columns]`.
  private func sums(
    of inputs: [Double], times errors: [Double], _ columns: Range<Int>
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: rows * columns.count)
    unsafe inputs.withUnsafeBufferPointer { inputs in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        guard let x = inputs.baseAddress, let g = sums.baseAddress else { return }
        for example in labels.indices {
          // The columns lie inside the example, and the row inside the sums.
          let input = unsafe x + example * width + columns.lowerBound
          for row in 0..<rows {
            unsafe DoubleVectors.add(
              errors[example * rows + row], times: input, to: g + row * columns.count,
              count: columns.count)
          }
        }
      }
    }
    return sums
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
