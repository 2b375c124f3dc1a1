import TensorKit

/// y = W x + b, with W [out × in] and b [out] as in `torch.nn.Linear`.
package final class LinearLayer: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  /// [out × in]
  package let weight: Parameter
  /// [out]; nil without a bias.
  package let bias: Parameter?

  private let forwardWeights: PackedMatrix
  private let backwardWeights: PackedMatrix
  private let left: PackedMatrix
  private let right: PackedMatrix

  /// A layer of zero weights named `prefix`.weight and `prefix`.bias.
  package init(
    inputSize: Int, outputSize: Int, prefix: String, hasBias: Bool = true, precision: Precision
  ) {
    let product = Product(precision)
    weight = Parameter("\(prefix).weight", rows: outputSize, columns: inputSize)
    bias = hasBias ? Parameter("\(prefix).bias", bias: outputSize) : nil
    forwardWeights = PackedMatrix(.right, product)
    backwardWeights = PackedMatrix(.right, product)
    left = PackedMatrix(.left, product)
    right = PackedMatrix(.right, product)
  }

  package var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }
  package var inputSize: Int { weight.columns }
  package var outputSize: Int { weight.rows }

  /// Uniform weights within 1/√in, as in torch.
  package func initialize(seed: UInt64) {
    let bound = 1 / Float(inputSize).squareRoot()
    for parameter in parameters { parameter.initialize(uniform: bound, seed: seed) }
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    weight.pack(
      into: PackedOperands(
        rows: outputSize, columns: inputSize, forward: forwardWeights,
        backward: use == .training ? backwardWeights : nil), pool: pool)
  }

  /// Writes W x + b for every row of `input` [n × in], or for `rows` of it, to `output` [n × out].
  package func forward(
    _ input: Matrix, rows: Range<Int>? = nil, into output: Matrix, pool: WorkerPool
  ) {
    output.resize(rows: rows?.count ?? input.rows)
    if let bias {
      for row in 0..<output.rows { output.copyRow(row, from: bias.value, 0) }
    }
    left.pack(MatrixRegion(input, rows: rows), pool: pool)
    left.multiply(by: forwardWeights, into: output, accumulate: bias != nil, pool: pool)
  }

  /// Gradients of the weights, and of the input unless `dInput` is nil.
  ///
  /// With `accumulate`, the gradient is added to `dInput`. With `rows`, the same as in `forward`,
  /// only those rows have a gradient.
  package func backward(
    dOutput: Matrix, input: Matrix, rows: Range<Int>? = nil, dInput: Matrix?,
    accumulate: Bool = false, pool: WorkerPool
  ) {
    weight.gradient.resize(rows: outputSize)
    left.pack(MatrixRegion(dOutput), transposed: true, pool: pool)
    right.pack(MatrixRegion(input, rows: rows), pool: pool)
    left.multiply(by: right, into: weight.gradient, pool: pool)
    if let bias { dOutput.sumRows(into: bias.gradient, pool: pool) }
    if let dInput {
      dInput.resize(rows: input.rows)
      left.pack(MatrixRegion(dOutput), pool: pool)
      left.multiply(
        by: backwardWeights, into: dInput, firstRow: rows?.lowerBound ?? 0,
        accumulate: accumulate, pool: pool)
    }
  }
}
