import Foundation
import TensorKit

/// Every token of a sentence reads all tokens of the sentence, in several heads.
///
/// softmax(Q Kᵀ / √d) V, Vaswani et al. 2017; weights as in `torch.nn.MultiheadAttention`: the rows
/// of `in_proj` are those of queries, keys and values.
///
/// Letters: N tokens of a batch, D size of a token's vector, d = D / heads.
package final class SelfAttention: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  private let size: Int
  private let heads: Int
  /// [3·D × D]
  private let inProjection: LinearLayer
  /// [D × D]
  private let outProjection: LinearLayer
  /// Queries, keys and values, and their gradient: [N × 3·D].
  private let projected: Matrix
  private let dProjected: Matrix
  /// What the tokens read, and its gradient: [N × D].
  private let context: Matrix
  private let dContext: Matrix

  /// A layer of zero weights; `heads` divides `size`.
  package init(size: Int, heads: Int, prefix: String, precision: Precision) {
    precondition(size % heads == 0, "\(heads) heads of \(size) numbers")
    (self.size, self.heads) = (size, heads)
    inProjection = LinearLayer(
      inputSize: size, outputSize: 3 * size, prefix: "\(prefix).in_proj", precision: precision)
    outProjection = LinearLayer(
      inputSize: size, outputSize: size, prefix: "\(prefix).out_proj", precision: precision)
    projected = Matrix(rows: 0, columns: 3 * size)
    dProjected = Matrix(rows: 0, columns: 3 * size)
    context = Matrix(rows: 0, columns: size)
    dContext = Matrix(rows: 0, columns: size)
  }

  package var parameters: [Parameter] { inProjection.parameters + outProjection.parameters }

  package func initialize(seed: UInt64) {
    inProjection.initialize(seed: seed)
    outProjection.initialize(seed: seed)
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    inProjection.packWeights(for: use, pool: pool)
    outProjection.packWeights(for: use, pool: pool)
  }

  /// Writes what every token reads to its row of `output`: [N × D].
  package func forward(
    _ input: Matrix, layout: SequenceLayout, into output: Matrix, pool: WorkerPool
  ) {
    inProjection.forward(input, into: projected, pool: pool)
    context.resize(rows: input.rows)
    context.fill(0)
    pool.run(layout.count) { [self] place in
      let length = layout.lengths[place]
      var shares = [Float](repeating: 0, count: length)
      for head in 0..<heads {
        for time in 0..<length {
          computeShares(&shares, place, head, time, layout)
          for other in 0..<length {
            Kernels.addElements(
              width, times: shares[other], of: projected, row: layout.row(of: place, at: other),
              fromColumn: values(head).lowerBound, to: context,
              row: layout.row(of: place, at: time),
              column: queries(head).lowerBound)
          }
        }
      }
    }
    outProjection.forward(context, into: output, pool: pool)
  }

  /// Sets the gradients of the weights, and that of the input of `forward`: [N × D].
  package func backward(
    _ dOutput: Matrix, input: Matrix, layout: SequenceLayout, dInput: Matrix, pool: WorkerPool
  ) {
    outProjection.backward(dOutput: dOutput, input: context, dInput: dContext, pool: pool)
    dProjected.resize(rows: input.rows)
    dProjected.fill(0)
    pool.run(layout.count) { [self] place in
      let length = layout.lengths[place]
      var shares = [Float](repeating: 0, count: length)
      var dShares = shares
      for head in 0..<heads {
        for time in 0..<length {
          computeShares(&shares, place, head, time, layout)
          backward(place, head, time, layout, shares, &dShares)
        }
      }
    }
    inProjection.backward(dOutput: dProjected, input: input, dInput: dInput, pool: pool)
  }

  /// The size of a head, d.
  private var width: Int { size / heads }
  private var scale: Float { 1 / Float(width).squareRoot() }

  private func queries(_ head: Int) -> Range<Int> { head * width..<(head + 1) * width }
  private func keys(_ head: Int) -> Range<Int> {
    size + head * width..<size + (head + 1) * width
  }
  private func values(_ head: Int) -> Range<Int> {
    2 * size + head * width..<2 * size + (head + 1) * width
  }

  /// How much the token at `time` reads of each token of its sentence; the shares add up to 1.
  private func computeShares(
    _ shares: inout [Float], _ place: Int, _ head: Int, _ time: Int, _ layout: SequenceLayout
  ) {
    projected.withRow(layout.row(of: place, at: time)) { own in
      let query = own.extracting(queries(head))
      for other in shares.indices {
        shares[other] = projected.withRow(layout.row(of: place, at: other)) { read in
          scale * Kernels.dot(query, read.extracting(keys(head)))
        }
      }
    }
    let largest = shares.max() ?? 0
    var sum: Float = 0
    for index in shares.indices {
      shares[index] = exp(shares[index] - largest)
      sum += shares[index]
    }
    for index in shares.indices { shares[index] /= sum }
  }

  /// Adds the gradients of one query, and of the keys and values that it read.
  private func backward(
    _ place: Int, _ head: Int, _ time: Int, _ layout: SequenceLayout, _ shares: [Float],
    _ dShares: inout [Float]
  ) {
    let row = layout.row(of: place, at: time)
    let (query, key, value) = (
      queries(head).lowerBound, keys(head).lowerBound, values(head).lowerBound
    )
    var mean: Float = 0
    for other in shares.indices {
      let otherRow = layout.row(of: place, at: other)
      dShares[other] = dContext.withRow(row) { gradient in
        projected.withRow(otherRow) { read in
          Kernels.dot(gradient.extracting(queries(head)), read.extracting(values(head)))
        }
      }
      mean += shares[other] * dShares[other]
      Kernels.addElements(
        width, times: shares[other], of: dContext, row: row, fromColumn: query, to: dProjected,
        row: otherRow, column: value)
    }
    for other in shares.indices {
      let otherRow = layout.row(of: place, at: other)
      let dScore = scale * shares[other] * (dShares[other] - mean)
      Kernels.addElements(
        width, times: dScore, of: projected, row: otherRow, fromColumn: key, to: dProjected,
        row: row,
        column: query)
      Kernels.addElements(
        width, times: dScore, of: projected, row: row, fromColumn: query, to: dProjected,
        row: otherRow, column: key)
    }
  }
}
