import Foundation
import TensorKit

/// Adam (Kingma and Ba 2015) with clipping by the global norm of the gradient.
///
/// Lazy for embedding tables: only rows that the batch used are updated, and only their moments
/// decay, as in `torch.optim.SparseAdam`. Epsilon is added after the bias correction, as in
/// `torch.optim.Adam`, which is the model for everything else.
package final class AdamOptimizer: @unchecked Sendable {
  // Safe to share: one thread drives an update; the workers of a pool write different blocks.
  package struct Options: Sendable, Equatable {
    package var beta1: Float = 0.9
    package var beta2: Float = 0.999
    package var epsilon: Float = 1e-8
    /// The largest norm that the gradient of all parameters together may have.
    package var maximumNorm: Float = 5

    package init() {}
  }

  package let parameters: [Parameter]
  package var options = Options()
  /// Updates made so far.
  package var step = 0
  /// First and second moments, in the shapes of the parameters: exponential means of g and g².
  package let firstMoments: [Matrix]
  package let secondMoments: [Matrix]

  /// Some elements of one parameter, processed by one thread.
  ///
  /// Sums are taken over blocks in order, so the size of the blocks is part of the result.
  private struct Block {
    let parameter: Int
    let range: Range<Int>
  }
  private var blocks: [Block] = []
  private var partialSums: [Double] = []

  package init(_ parameters: [Parameter]) {
    self.parameters = parameters
    firstMoments = parameters.map { Matrix(rows: $0.rows, columns: $0.columns) }
    secondMoments = parameters.map { Matrix(rows: $0.rows, columns: $0.columns) }
  }

  /// Updates all parameters and their packed copies; returns the norm of the gradient before
  /// clipping.
  ///
  /// If the norm is not finite, nothing changes.
  package func update(learningRate: Float, pool: WorkerPool) -> Float {
    layOutBlocks()
    let norm = gradientNorm(pool)
    guard norm.isFinite else { return norm }
    step += 1
    let correction1 = 1 - pow(Double(options.beta1), Double(step))
    let correction2 = 1 - pow(Double(options.beta2), Double(step))
    let adam = AdamStep(
      learning_rate: Float(Double(learningRate) / correction1), beta1: options.beta1,
      beta2: options.beta2, epsilon: options.epsilon,
      second_correction: Float(1 / correction2.squareRoot()),
      gradient_scale: norm > options.maximumNorm ? options.maximumNorm / norm : 1)
    let blocks = blocks
    pool.run(blocks.count) { index in self.update(blocks[index], adam) }
    return norm
  }

  private func layOutBlocks() {
    blocks.removeAll(keepingCapacity: true)
    for (index, parameter) in parameters.enumerated() {
      let count = parameter.gradient.rows * parameter.gradient.columns
      let columns = max(1, parameter.gradient.columns)
      if let copies = parameter.copies, count > 0 {
        copies.forEachBlock(ofElements: Parameter.blockSize, columns: columns) { rows in
          blocks.append(
            Block(
              parameter: index, range: rows.lowerBound * columns..<rows.upperBound * columns))
        }
        continue
      }
      // Whole rows, so that a block of a lazy parameter can find its rows.
      let size =
        parameter.touchedRows == nil
        ? Parameter.blockSize : max(1, Parameter.blockSize / columns) * columns
      for start in stride(from: 0, to: count, by: size) {
        blocks.append(Block(parameter: index, range: start..<min(count, start + size)))
      }
    }
  }

  /// Sums over the blocks whose squares no layer has summed, and over the row sums of the others,
  /// which are then cleared.
  private func gradientNorm(_ pool: WorkerPool) -> Float {
    let blocks = blocks
    partialSums.refill(with: 0, count: blocks.count)
    partialSums.withUnsafeSlots { sums in
      pool.run(blocks.count) { index in
        let block = blocks[index]
        let parameter = self.parameters[block.parameter]
        if parameter.rowSquares.rows > 0 { return }
        sums[index] = Double(
          Kernels.sumOfSquares(
            parameter.gradient, offset: block.range.lowerBound, count: block.range.count))
      }
    }
    var sum = partialSums.reduce(0, +)
    for parameter in parameters {
      for row in 0..<parameter.rowSquares.rows { sum += Double(parameter.rowSquares[row, 0]) }
      parameter.rowSquares.resize(rows: 0)
    }
    return Float(sum.squareRoot())
  }

  private func update(_ block: Block, _ adam: AdamStep) {
    let parameter = parameters[block.parameter]
    if parameter.isResting { return }
    var adam = adam
    adam.learning_rate *= parameter.learningRateFactor
    let (first, second) = (firstMoments[block.parameter], secondMoments[block.parameter])
    let columns = parameter.columns
    guard let touched = parameter.touchedRows else {
      Kernels.adam(
        adam, gradient: parameter.gradient, gradientOffset: block.range.lowerBound,
        weight: parameter.value, first: first, second: second, offset: block.range.lowerBound,
        count: block.range.count)
      parameter.copies?.pack(
        block.range.lowerBound / columns..<block.range.upperBound / columns, of: parameter.value)
      return
    }
    for row in block.range.lowerBound / columns..<block.range.upperBound / columns {
      Kernels.adam(
        adam, gradient: parameter.gradient, gradientOffset: row * columns,
        weight: parameter.value, first: first, second: second, offset: touched[row] * columns,
        count: columns)
    }
  }
}
