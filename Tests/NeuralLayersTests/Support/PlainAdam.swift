import Foundation

/// Adam with clipping by the global norm, in doubles, parameter by parameter.
struct PlainAdam {
  /// One parameter with its moments, and which rows a step moves.
  struct Entry {
    var value: Table
    var first: Table
    var second: Table

    init(_ value: Table) {
      self.value = value
      first = Table(rows: value.rows, columns: value.columns)
      second = first
    }
  }

  var entries: [Entry]
  var step = 0
  /// Rounded to floats: 1 − 0.999 differs by 1.3 × 10⁻⁵ between float and double.
  let beta1 = Double(Float(0.9))
  let beta2 = Double(Float(0.999))
  let epsilon = 1e-8
  var maximumNorm = 5.0

  init(_ values: [Table]) {
    entries = values.map(Entry.init)
  }

  /// One update; `rows` are the rows that each gradient holds.
  mutating func update(_ gradients: [(rows: [Int], values: Table)], learningRate: Double) -> Double
  {
    let norm = gradients.reduce(0.0) { $0 + $1.values.inner($1.values) }.squareRoot()
    let scale = norm > maximumNorm ? maximumNorm / norm : 1
    step += 1
    let correction1 = 1 - pow(beta1, Double(step))
    let correction2 = 1 - pow(beta2, Double(step))
    for (index, gradient) in gradients.enumerated() {
      for (from, row) in gradient.rows.enumerated() {
        for column in 0..<gradient.values.columns {
          let g = gradient.values[from, column] * scale
          let m = beta1 * entries[index].first[row, column] + (1 - beta1) * g
          let v = beta2 * entries[index].second[row, column] + (1 - beta2) * g * g
          entries[index].first[row, column] = m
          entries[index].second[row, column] = v
          entries[index].value[row, column] -=
            learningRate * (m / correction1) / ((v / correction2).squareRoot() + epsilon)
        }
      }
    }
    return norm
  }
}
