import TensorKit

/// y = γ (x − mean) / √(variance + ε) + β over the numbers of each row, as `torch.nn.LayerNorm`.
///
/// Ba, Kiros and Hinton 2016; ε is 10⁻⁵.
package final class LayerNorm: Layer, @unchecked Sendable {
  // Safe to share: one thread at a time drives it; the workers of a pool write different elements.
  private static let epsilon: Float = 1e-5

  /// γ and β: [size].
  private let weight: Parameter
  private let bias: Parameter
  /// (x − mean) / √(variance + ε): [n × size].
  private let normalized: Matrix
  /// 1 / √(variance + ε): [n × 1].
  private let scales = Matrix(rows: 0, columns: 1)
  /// The gradients of y times `normalized`, whose sum is that of γ: [n × size].
  private let products: Matrix

  /// A layer of zero weights named `prefix`.weight and `prefix`.bias.
  package init(size: Int, prefix: String) {
    weight = Parameter("\(prefix).weight", bias: size)
    bias = Parameter("\(prefix).bias", bias: size)
    normalized = Matrix(rows: 0, columns: size)
    products = Matrix(rows: 0, columns: size)
  }

  package var parameters: [Parameter] { [weight, bias] }

  /// γ = 1 and β = 0, as in torch.
  package func initialize(seed: UInt64) {
    weight.value.fill(1)
    bias.value.fill(0)
  }

  /// Writes y of every row of `input` to `output`: [n × size].
  package func forward(_ input: Matrix, into output: Matrix, pool: WorkerPool) {
    normalized.resize(rows: input.rows)
    scales.resize(rows: input.rows)
    output.resize(rows: input.rows)
    let (gamma, beta) = (weight.value.row(0), bias.value.row(0))
    pool.run(input.rows, grain: 16) { [self] part in
      for row in part {
        input.withRow(row) { x in
          let size = Float(x.count)
          var sum: Float = 0
          for index in x.indices { sum += x[index] }
          let mean = sum / size
          var squares: Float = 0
          for index in x.indices { squares += (x[index] - mean) * (x[index] - mean) }
          let scale = 1 / (squares / size + Self.epsilon).squareRoot()
          scales[row, 0] = scale
          normalized.withMutableRow(row) { normalized in
            output.withMutableRow(row) { y in
              for index in x.indices {
                normalized[index] = (x[index] - mean) * scale
                y[index] = gamma[index] * normalized[index] + beta[index]
              }
            }
          }
        }
      }
    }
  }

  /// Sets the gradients of γ and β, and adds that of the input of `forward` to `dInput` [n × size].
  package func backward(_ dOutput: Matrix, addingTo dInput: Matrix, pool: WorkerPool) {
    products.resize(rows: dOutput.rows)
    let gamma = weight.value.row(0)
    pool.run(dOutput.rows, grain: 16) { [self] part in
      for row in part {
        dOutput.withRow(row) { dy in
          normalized.withRow(row) { normalized in
            products.withMutableRow(row) { product in
              var (sum, along): (Float, Float) = (0, 0)
              for index in dy.indices {
                product[index] = dy[index] * normalized[index]
                let gradient = dy[index] * gamma[index]
                sum += gradient
                along += gradient * normalized[index]
              }
              let size = Float(dy.count)
              let scale = scales[row, 0]
              dInput.withMutableRow(row) { dx in
                for index in dy.indices {
                  dx[index] +=
                    scale
                    * (dy[index] * gamma[index] - (sum + normalized[index] * along) / size)
                }
              }
            }
          }
        }
      }
    }
    products.sumRows(into: weight.gradient, pool: pool)
    dOutput.sumRows(into: bias.gradient, pool: pool)
  }
}
