import Foundation

/// A linear map y = W x + b of every row.
struct PlainLinear {
  var weight: Table
  var bias: Table
  var input: Table

  func outputs() -> Table {
    var outputs = Table(rows: input.rows, columns: weight.rows)
    for row in 0..<input.rows {
      let product = weight.applied(to: input.row(row))
      for column in 0..<weight.rows { outputs[row, column] = product[column] + bias.values[column] }
    }
    return outputs
  }
}

/// The mean cross-entropy of a softmax over W h + b.
struct PlainOutput {
  var linear: PlainLinear
  let targets: [UInt32]

  /// −1/N Σ log p(target), in nats.
  func loss() -> Double {
    let logits = linear.outputs()
    var sum = 0.0
    for (row, target) in targets.enumerated() {
      sum -= log(probabilities(logits.row(row))[Int(target)])
    }
    return sum / Double(targets.count)
  }

  /// How many targets have the largest logit.
  func correct() -> Int {
    let logits = linear.outputs()
    return targets.indices.count { row in
      let values = logits.row(row)
      return values.firstIndex(of: values.max() ?? 0) == Int(targets[row])
    }
  }

  /// The gradients of the loss, for batches too large for differences.
  func gradients() -> (weight: Table, bias: Table, input: Table) {
    let logits = linear.outputs()
    var dWeight = Table(rows: linear.weight.rows, columns: linear.weight.columns)
    var dBias = Table(rows: 1, columns: linear.weight.rows)
    var dInput = Table(rows: linear.input.rows, columns: linear.input.columns)
    for (row, target) in targets.enumerated() {
      var dLogits = probabilities(logits.row(row))
      dLogits[Int(target)] -= 1
      for token in dLogits.indices {
        let gradient = dLogits[token] / Double(targets.count)
        dBias.values[token] += gradient
        for column in 0..<dInput.columns {
          dWeight[token, column] += gradient * linear.input[row, column]
          dInput[row, column] += gradient * linear.weight[token, column]
        }
      }
    }
    return (dWeight, dBias, dInput)
  }

  private func probabilities(_ logits: [Double]) -> [Double] {
    let largest = logits.max() ?? 0
    let powers = logits.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
