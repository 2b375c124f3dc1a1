import TensorKit

/// Self-attention and a network of two layers for every token, each added to its input.
///
/// x ← x + attention(norm(x)); x ← x + W₂ relu(W₁ norm(x)). This is
/// `torch.nn.TransformerEncoderLayer` with `norm_first`, which trains without a warm-up (Xiong et
/// al. 2020), and its names of weights.
///
/// Letters: N tokens of a batch, D size of a token's vector.
package final class TransformerBlock: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  private let attentionNorm: LayerNorm
  private let attention: SelfAttention
  private let networkNorm: LayerNorm
  /// [4·D × D]
  private let widen: LinearLayer
  /// [D × 4·D]
  private let narrow: LinearLayer
  private let dropouts: [Dropout]
  /// Outputs of the norms: [N × D].
  private let attended: Matrix
  private let normalized: Matrix
  /// After attention: [N × D].
  private let middle: Matrix
  /// After W₁ and relu, and the gradient: [N × 4·D].
  private let wide: Matrix
  private let dWide: Matrix
  /// What a sublayer adds, and gradients: [N × D].
  private let added: Matrix
  private let dAdded: Matrix
  private let dNormalized: Matrix

  /// A block of zero weights; `number` tells the dropout of several blocks apart.
  package init(
    size: Int, heads: Int, dropout: Float, number: Int, prefix: String, precision: Precision
  ) {
    attentionNorm = LayerNorm(size: size, prefix: "\(prefix).norm1")
    attention = SelfAttention(
      size: size, heads: heads, prefix: "\(prefix).self_attn", precision: precision)
    networkNorm = LayerNorm(size: size, prefix: "\(prefix).norm2")
    widen = LinearLayer(
      inputSize: size, outputSize: 4 * size, prefix: "\(prefix).linear1", precision: precision)
    narrow = LinearLayer(
      inputSize: 4 * size, outputSize: size, prefix: "\(prefix).linear2", precision: precision)
    dropouts = (0..<2).map { Dropout(probability: dropout, layer: 2 * number + $0) }
    (wide, dWide) = (Matrix(rows: 0, columns: 4 * size), Matrix(rows: 0, columns: 4 * size))
    attended = Matrix(rows: 0, columns: size)
    normalized = Matrix(rows: 0, columns: size)
    middle = Matrix(rows: 0, columns: size)
    added = Matrix(rows: 0, columns: size)
    dAdded = Matrix(rows: 0, columns: size)
    dNormalized = Matrix(rows: 0, columns: size)
  }

  private var layers: [any Layer] { [attentionNorm, attention, networkNorm, widen, narrow] }
  package var parameters: [Parameter] { layers.flatMap(\.parameters) }
  package func initialize(seed: UInt64) { for layer in layers { layer.initialize(seed: seed) } }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    for layer in layers { layer.packWeights(for: use, pool: pool) }
  }

  /// Writes the vectors of the tokens after the block to `output`: [N × D].
  package func forward(
    _ input: Matrix, layout: SequenceLayout, step: TrainingStep?, into output: Matrix,
    pool: WorkerPool
  ) {
    attentionNorm.forward(input, into: attended, pool: pool)
    attention.forward(attended, layout: layout, into: added, pool: pool)
    drop(0, added, step, pool)
    middle.copy(from: input)
    middle.add(added, pool: pool)
    networkNorm.forward(middle, into: normalized, pool: pool)
    widen.forward(normalized, into: wide, pool: pool)
    pool.run(wide.rows, grain: 16) { [wide] part in
      for row in part {
        wide.withMutableRow(row) { values in
          for index in values.indices { values[index] = max(0, values[index]) }
        }
      }
    }
    narrow.forward(wide, into: added, pool: pool)
    drop(1, added, step, pool)
    output.copy(from: middle)
    output.add(added, pool: pool)
  }

  /// Sets the gradients of the weights, and turns that of the output of `forward` into that of its
  /// input: [N × D].
  package func backward(
    _ gradient: Matrix, layout: SequenceLayout, step: TrainingStep, pool: WorkerPool
  ) {
    dAdded.copy(from: gradient)
    drop(1, dAdded, step, pool)
    narrow.backward(dOutput: dAdded, input: wide, dInput: dWide, pool: pool)
    pool.run(wide.rows, grain: 16) { [wide, dWide] part in
      for row in part {
        wide.withRow(row) { values in
          dWide.withMutableRow(row) { gradient in
            for index in values.indices where values[index] <= 0 { gradient[index] = 0 }
          }
        }
      }
    }
    widen.backward(dOutput: dWide, input: normalized, dInput: dNormalized, pool: pool)
    networkNorm.backward(dNormalized, addingTo: gradient, pool: pool)
    dAdded.copy(from: gradient)
    drop(0, dAdded, step, pool)
    attention.backward(
      dAdded, input: attended, layout: layout, dInput: dNormalized, pool: pool)
    attentionNorm.backward(dNormalized, addingTo: gradient, pool: pool)
  }

  private func drop(_ place: Int, _ rows: Matrix, _ step: TrainingStep?, _ pool: WorkerPool) {
    guard let step else { return }
    dropouts[place].apply(to: rows, seed: step.seed, step: step.number, pool: pool)
  }
}

extension Matrix {
  /// Adds another matrix of the same shape.
  fileprivate func add(_ other: Matrix, pool: WorkerPool) {
    pool.run(rows, grain: 64) { part in
      for row in part { Kernels.addRow(of: other, row, to: self, row) }
    }
  }
}
