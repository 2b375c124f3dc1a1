import Foundation
import NeuralLayers
import TestSupport

/// The weights of a model, and what its layers do with them, in double precision.
package struct PlainWeights {
  /// Rows of numbers by the names in model.safetensors, a bias being one row.
  private var tables: [String: [[Double]]]

  package init(_ parameters: [Parameter]) {
    tables = Dictionary(
      uniqueKeysWithValues: parameters.map { parameter in
        let rows = (0..<parameter.rows).map { parameter.value.row($0).map(Double.init) }
        return (parameter.name, rows)
      })
  }

  package subscript(name: String) -> [[Double]] {
    get {
      guard let table = tables[name] else { preconditionFailure("no weights are named \(name)") }
      return table
    }
    set { tables[name] = newValue }
  }

  package func row(_ name: String, _ index: Int) -> [Double] { self[name][index] }

  /// W x.
  package func product(_ name: String, _ x: [Double]) -> [Double] {
    self[name].map { dotProduct($0, x) }
  }

  /// W x + b, or W x of a layer without b.
  package func linear(_ prefix: String, _ x: [Double]) -> [Double] {
    let y = product("\(prefix).weight", x)
    return tables["\(prefix).bias"].map { sum(y, $0[0]) } ?? y
  }

  /// γ (x − mean) / √(variance + 10⁻⁵) + β.
  package func layerNorm(_ prefix: String, _ x: [Double]) -> [Double] {
    let count = Double(x.count)
    let mean = x.reduce(0, +) / count
    let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let (gamma, beta) = (row("\(prefix).weight", 0), row("\(prefix).bias", 0))
    // The constant is a float in the layer.
    let deviation = (variance + Double(Float(1e-5))).squareRoot()
    return x.indices.map { gamma[$0] * (x[$0] - mean) / deviation + beta[$0] }
  }

  /// The outputs of one layer and direction of an LSTM, such as `l0` of `encoder.lstm`.
  package func lstm(
    _ prefix: String, _ suffix: String, _ inputs: [[Double]], from start: (h: [Double], c: [Double])
  ) -> [[Double]] {
    var (h, c) = start
    let biases = sum(row("\(prefix).bias_ih_\(suffix)", 0), row("\(prefix).bias_hh_\(suffix)", 0))
    return inputs.map { input in
      let z = sum(
        sum(
          product("\(prefix).weight_ih_\(suffix)", input),
          product("\(prefix).weight_hh_\(suffix)", h)), biases)
      let size = h.count
      func sigmoid(_ gate: Int, _ unit: Int) -> Double { 1 / (1 + exp(-z[gate * size + unit])) }
      c = c.indices.map { sigmoid(1, $0) * c[$0] + sigmoid(0, $0) * tanh(z[2 * size + $0]) }
      h = c.indices.map { sigmoid(3, $0) * tanh(c[$0]) }
      return h
    }
  }
}
