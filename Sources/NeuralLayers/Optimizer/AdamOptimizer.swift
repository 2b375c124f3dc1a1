import Foundation
import TensorKit

/// Adam (Kingma and Ba 2015) with clipping by the global norm of the gradient.
///
/// Lazy for tables of embeddings: only rows that the batch used are moved, and only their moments
/// decay, as `torch.optim.SparseAdam` does it, but with epsilon behind the bias correction, as in
/// `torch.optim.Adam`, which all else follows.
package final class AdamOptimizer: @unchecked Sendable {
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
  /// First and second moments, as the parameters: exponential means of the gradient and its square.
  package let firstMoments: [Matrix]
  package let secondMoments: [Matrix]

  /// Some elements of one parameter, worked on by one thread. Sums are over blocks in order, so their
  /// size is part of the result.
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

  /// Moves all parameters against their gradients, and keeps their packed copies up to date; returns the
  /// norm before clipping.
  ///
  /// If the norm is not a finite number nothing is changed.
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
      // Whole rows, so that a block of a lazy parameter can look up its rows.
      let size =
        parameter.touchedRows == nil
        ? Parameter.blockSize : max(1, Parameter.blockSize / columns) * columns
      for start in stride(from: 0, to: count, by: size) {
        blocks.append(Block(parameter: index, range: start..<min(count, start + size)))
      }
    }
  }

  /// Of the blocks whose squares no layer has summed, and of the rows of the others, which are then
  /// forgotten.
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
