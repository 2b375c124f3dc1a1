/// What a dense layer does to each of its sums.
public enum Activation: String, CaseIterable, Sendable, Codable {
  /// x itself.
  case linear
  /// max(0, x).
  case relu
  /// The hyperbolic tangent, −1 to 1.
  case tanh
  /// 1 / (1 + e⁻ˣ), 0 to 1.
  case sigmoid

  /// Replaces every x by f(x): [n × size].
  package func apply(to values: Matrix, pool: WorkerPool) {
    if self == .linear { return }
    pool.run(values.rows, grain: Self.grain(values)) { part in
      for row in part {
        values.withMutableRow(row) { row in
          switch self {
          case .linear: break
          case .relu: for index in row.indices where row[index] < 0 { row[index] = 0 }
          case .tanh: Kernels.tanh(&row)
          case .sigmoid: Kernels.sigmoid(&row)
          }
        }
      }
    }
  }

  /// Replaces the gradient of f(x) by that of x, for the `outputs` f(x): both [n × size].
  ///
  /// All these functions have a derivative that follows from their value. That of `relu` is 0 at 0.
  package func multiplyByDerivative(
    _ gradient: Matrix, outputs: Matrix, pool: WorkerPool
  ) {
    precondition(
      gradient.rows == outputs.rows && gradient.columns == outputs.columns,
      "\(gradient.rows) × \(gradient.columns) for \(outputs.rows) × \(outputs.columns)")
    if self == .linear { return }
    pool.run(gradient.rows, grain: Self.grain(gradient)) { part in
      for row in part {
        outputs.withRow(row) { y in
          gradient.withMutableRow(row) { d in
            switch self {
            case .linear: break
            case .relu: for index in y.indices where y[index] <= 0 { d[index] = 0 }
            case .tanh: for index in y.indices { d[index] *= 1 - y[index] * y[index] }
            case .sigmoid: for index in y.indices { d[index] *= y[index] * (1 - y[index]) }
            }
          }
        }
      }
    }
  }

  /// f′ of the x whose f(x) is `output`.
  package func derivative(ofOutput output: Float) -> Float {
    switch self {
    case .linear: 1
    case .relu: output > 0 ? 1 : 0
    case .tanh: 1 - output * output
    case .sigmoid: output * (1 - output)
    }
  }

  /// f″ of the x whose f(x) is `output`.
  package func secondDerivative(ofOutput output: Float) -> Float {
    switch self {
    case .linear, .relu: 0
    case .tanh: -2 * output * (1 - output * output)
    case .sigmoid: output * (1 - output) * (1 - 2 * output)
    }
  }

  /// Rows that one thread takes at a time.
  private static func grain(_ values: Matrix) -> Int { max(1, 16_384 / max(1, values.columns)) }
}
