import TensorKit

/// The contractive penalty (Rifai et al. 2011), layer by layer:
///
/// ```
/// mean over inputs of Σ_l ‖∂ output_l / ∂ input_l‖²  =  mean of Σ_l Σ_j f′(z_lj)² ‖W_lj‖²
/// ```
/// in the Frobenius norm, for units j of the layers l.
extension DenseStack {
  /// The penalty of the last forward pass, whose `output` [n × out] this is.
  package func contraction(output: Matrix, pool: WorkerPool) -> Double {
    layers.indices.reduce(0) { sum, index in
      sum + layers[index].contraction(output: self.output(of: index, last: output))
    }
  }
}

extension DenseLayer {
  /// ‖W_j‖² of every unit.
  private var squaredNorms: [Float] {
    (0..<outputSize).map { unit in
      linear.weight.value.withRow(unit) { Kernels.sumOfSquares($0) }
    }
  }

  /// The mean over the rows of Σ_j f′(z_j)² ‖W_j‖².
  func contraction(output: Matrix) -> Double {
    let norms = squaredNorms
    var sum = 0.0
    for row in 0..<output.rows {
      output.withRow(row) { y in
        for unit in y.indices {
          let slope = activation.derivative(ofOutput: y[unit])
          sum += Double(slope * slope * norms[unit])
        }
      }
    }
    return sum / Double(max(1, output.rows))
  }

  /// Adds the gradient of `weight` times the penalty to that of W x + b, [n × out].
  ///
  /// Returns the factor of each row of W in the gradient of W itself.
  func addContraction(_ weight: Float, output: Matrix, to dSums: Matrix) -> [Float] {
    let norms = squaredNorms
    let scale = 2 * weight / Float(max(1, output.rows))
    var factors = [Float](repeating: 0, count: outputSize)
    for row in 0..<output.rows {
      output.withRow(row) { y in
        dSums.withMutableRow(row) { d in
          for unit in y.indices {
            let slope = activation.derivative(ofOutput: y[unit])
            factors[unit] += scale * slope * slope
            d[unit] +=
              scale * slope * activation.secondDerivative(ofOutput: y[unit]) * norms[unit]
          }
        }
      }
    }
    return factors
  }
}
