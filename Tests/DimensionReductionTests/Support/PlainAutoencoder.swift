import DimensionReduction
import Foundation
import NeuralLayers
import TensorKit

/// The loss of a dense autoencoder, in doubles and as plainly as possible.
struct PlainAutoencoder {
  let plan: VectorAutoencoderPlan
  /// [n × d], scaled.
  let input: [[Double]]
  /// The weights by their names in the file, row after row.
  var parameters: [String: [Double]]
  /// The parameter that `parameter` is.
  var chosen = ""
  /// ε of a variational code, [n × k]; nil for zeros.
  var noise: [[Double]]?

  var parameter: [Double] {
    get { parameters[chosen] ?? [] }
    set { parameters[chosen] = newValue }
  }

  init(_ network: DenseAutoencoder, input: Matrix) {
    plan = network.plan
    self.input = (0..<input.rows).map { input.row($0).map(Double.init) }
    parameters = Dictionary(
      uniqueKeysWithValues: network.parameters.map { ($0.name, $0.value.values.map(Double.init)) })
  }

  /// The loss of restored vectors, and that with all penalties.
  func loss() -> (reconstruction: Double, total: Double) {
    let count = Double(input.count)
    var penalty = 0.0
    var codes: [[Double]] = []
    for (row, x) in input.enumerated() {
      var outputs: [Double] = []
      penalty += encode(x, into: &outputs) / count
      codes.append(code(outputs, row, &penalty))
    }
    penalty += penalties(codes)
    var sum = 0.0
    for (x, h) in zip(input, codes) {
      let last = plan.loss == .crossEntropy ? Activation.linear : plan.outputActivation
      var y = layers("decoder", h, last: last).0
      if let path = parameters["decoder.path.weight"] { y = added(y, applied(path, h)) }
      for (x, y) in zip(x, y) {
        sum +=
          plan.loss == .squaredError
          ? (y - x) * (y - x) : -x * log(1 / (1 + exp(-y))) - (1 - x) * log(1 / (1 + exp(y)))
      }
    }
    let reconstruction = sum / count / Double(input[0].count)
    return (reconstruction, reconstruction + penalty)
  }

  private func value(_ name: String) -> Double? {
    plan.regularizers.first { $0.rawValue.hasPrefix(name + ":") }
      .flatMap { Double($0.rawValue.split(separator: ":")[1]) }
  }

  /// Writes the outputs for a vector; returns its share of the contractive penalty.
  private func encode(_ x: [Double], into outputs: inout [Double]) -> Double {
    let slopes: [[Double]]
    (outputs, slopes) = layers("encoder", x, last: plan.codeActivation)
    if let path = parameters["encoder.path.weight"] { outputs = added(outputs, applied(path, x)) }
    guard let weight = value("contractive") else { return 0 }
    var sum = 0.0
    for (layer, slopes) in slopes.enumerated() {
      let weights = parameters["encoder.\(layer).weight"] ?? []
      let columns = weights.count / slopes.count
      for (unit, slope) in slopes.enumerated() {
        let row = weights[unit * columns..<(unit + 1) * columns]
        sum += slope * slope * row.reduce(0) { $0 + $1 * $1 }
      }
    }
    return weight * sum
  }

  private func code(_ outputs: [Double], _ row: Int, _ penalty: inout Double) -> [Double] {
    var code = outputs
    if let weight = value("variational") {
      let size = plan.dimension
      code = (0..<size).map { index in
        let (mean, s) = (outputs[index], outputs[size + index])
        penalty +=
          weight / Double(size * input.count) * 0.5 * (mean * mean + exp(s) - 1 - s)
        return mean + exp(s / 2) * (noise?[row][index] ?? 0)
      }
    }
    if let kept = value("k-sparse") {
      let order = code.indices.sorted { abs(code[$0]) > abs(code[$1]) }
      for index in order.dropFirst(Int(kept)) { code[index] = 0 }
    }
    return code
  }

  private func penalties(_ codes: [[Double]]) -> Double {
    let (count, size) = (Double(codes.count), Double(plan.dimension))
    var sum = 0.0
    if let weight = value("l1") {
      sum += weight / count / size * codes.joined().reduce(0) { $0 + abs($1) }
    }
    if let weight = value("kl") {
      for index in 0..<plan.dimension {
        let rate = codes.reduce(0) { $0 + $1[index] } / count
        sum += weight / size * (0.05 * log(0.05 / rate) + 0.95 * log(0.95 / (1 - rate)))
      }
    }
    if let weight = value("neighbors") {
      for row in codes.indices {
        let near = shares(row, input.map { squaredDistance($0, input[row]) })
        let width = near.width
        let found = shares(row, codes.map { squaredDistance($0, codes[row]) }, width: width)
        for (p, q) in zip(near.values, found.values) where p > 0 {
          sum += weight / count * p * log(p / q)
        }
      }
    }
    return sum
  }

  private func shares(
    _ row: Int, _ squares: [Double], width: Double? = nil
  ) -> (values: [Double], width: Double) {
    let others = squares.indices.filter { $0 != row }
    let width = width ?? others.map { squares[$0] }.sorted().prefix(5).reduce(0, +) / 5
    let weights = squares.indices.map { $0 == row ? 0 : exp(-squares[$0] / width) }
    let sum = weights.reduce(0, +)
    return (weights.map { $0 / sum }, width)
  }

  // MARK: - Layers

  /// The outputs of a stack, and the derivatives of the activations of each layer.
  private func layers(
    _ name: String, _ x: [Double], last: Activation
  ) -> ([Double], [[Double]]) {
    var (values, slopes) = (x, [[Double]]())
    for layer in 0...plan.hiddenSizes.count {
      let sums = added(
        applied(parameters["\(name).\(layer).weight"] ?? [], values),
        parameters["\(name).\(layer).bias"] ?? [])
      let activation = layer == plan.hiddenSizes.count ? last : plan.activation
      values = sums.map { Self.value(activation, $0) }
      slopes.append(sums.map { Self.slope(activation, $0) })
    }
    return (values, slopes)
  }

  private func applied(_ weights: [Double], _ x: [Double]) -> [Double] {
    stride(from: 0, to: weights.count, by: x.count).map { start in
      zip(weights[start..<start + x.count], x).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  private func added(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 + $1 } }

  private func squaredDistance(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  static func value(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .linear: x
    case .relu: max(0, x)
    case .tanh: Foundation.tanh(x)
    case .sigmoid: 1 / (1 + exp(-x))
    }
  }

  private static func slope(_ activation: Activation, _ x: Double) -> Double {
    let y = value(activation, x)
    switch activation {
    case .linear: return 1
    case .relu: return x > 0 ? 1 : 0
    case .tanh: return 1 - y * y
    case .sigmoid: return y * (1 - y)
    }
  }
}
