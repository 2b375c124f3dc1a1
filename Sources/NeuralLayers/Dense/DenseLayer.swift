import TensorKit

/// y = f(W x + b), with W [out × in] and b [out] as in `torch.nn.Linear`.
package final class DenseLayer: Layer {
  /// W x + b.
  package let linear: LinearLayer
  /// f.
  package let activation: Activation

  /// A layer of zero weights named `prefix`.weight and `prefix`.bias.
  package init(
    inputSize: Int, outputSize: Int, activation: Activation, prefix: String,
    precision: Precision = .f32
  ) {
    linear = LinearLayer(
      inputSize: inputSize, outputSize: outputSize, prefix: prefix, precision: precision)
    self.activation = activation
  }

  package var parameters: [Parameter] { linear.parameters }
  package var inputSize: Int { linear.inputSize }
  package var outputSize: Int { linear.outputSize }

  /// Uniform weights that keep the variance of what passes through, and no bias.
  ///
  /// The bound is √(6 / (in + out)) (Glorot and Bengio 2010) or, for `relu`, which loses half of
  /// the variance, √(6 / in) (He et al. 2015).
  package func initialize(seed: UInt64) {
    let size = activation == .relu ? inputSize : inputSize + outputSize
    linear.weight.initialize(uniform: (6 / Float(size)).squareRoot(), seed: seed)
    linear.bias?.value.fill(0)
  }

  package func packWeights(for use: WeightUse, pool: WorkerPool) {
    linear.packWeights(for: use, pool: pool)
  }

  /// Writes f(W x + b) for every row of `input` [n × in] to `output` [n × out].
  package func forward(_ input: Matrix, into output: Matrix, pool: WorkerPool) {
    linear.forward(input, into: output, pool: pool)
    activation.apply(to: output, pool: pool)
  }

  /// Gradients of the weights, and of the input unless `dInput` is nil.
  ///
  /// `input` and `output` are those of the forward pass. `dOutput` [n × out] becomes the gradient
  /// of W x + b. `contraction` is the weight of a penalty of the derivatives; see
  /// `DenseStack+Contraction.swift`.
  package func backward(
    dOutput: Matrix, output: Matrix, input: Matrix, dInput: Matrix?, contraction: Float = 0,
    pool: WorkerPool
  ) {
    activation.multiplyByDerivative(dOutput, outputs: output, pool: pool)
    let factors =
      contraction > 0 ? addContraction(contraction, output: output, to: dOutput) : []
    linear.backward(dOutput: dOutput, input: input, dInput: dInput, pool: pool)
    for (unit, factor) in factors.enumerated() {
      Kernels.addRow(factor, of: linear.weight.value, unit, to: linear.weight.gradient, unit)
    }
  }
}
