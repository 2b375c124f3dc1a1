import Foundation
import NeuralLayers
import TensorKit

/// Trains a ``NeuralHead`` on scaled vectors.
///
/// Letters: B examples of a batch, D features, H hidden units, K classes.
final class NeuralHeadTraining {
  private let hidden: LinearLayer
  private let output: LinearLayer
  private let optimizer: AdamOptimizer
  private let dropout: Dropout
  private let options: HeadOptions
  private let pool: WorkerPool
  /// [B × D], [B × H], [B × H], [B × K].
  private let input: Matrix
  private let units: Matrix
  private let dUnits: Matrix
  private let logits: Matrix

  private static let batchSize = 32
  private static let learningRate: Float = 1e-3
  private static let dropoutProbability: Float = 0.3
  private static let mostEpochs = 100
  /// Passes without a lower loss on the held-out part before the training ends.
  private static let patience = 5

  init(features: Int, classes: Int, _ options: HeadOptions, pool: WorkerPool) {
    hidden = LinearLayer(
      inputSize: features, outputSize: options.hiddenSize, prefix: "hidden", precision: .f32)
    output = LinearLayer(
      inputSize: options.hiddenSize, outputSize: classes, prefix: "output", precision: .f32)
    optimizer = AdamOptimizer(hidden.parameters + output.parameters)
    dropout = Dropout(probability: Self.dropoutProbability, layer: 0)
    self.options = options
    self.pool = pool
    input = Matrix(rows: 0, columns: features)
    units = Matrix(rows: 0, columns: options.hiddenSize)
    dUnits = Matrix(rows: 0, columns: options.hiddenSize)
    logits = Matrix(rows: 0, columns: classes)
    for layer in [hidden, output] {
      layer.initialize(seed: options.seed)
      layer.packWeights(for: .training, pool: pool)
    }
  }

  /// The weights with the smallest loss on a held-out tenth.
  func train(on examples: LabeledFeatures) throws -> NeuralHead {
    let (training, held) = examples.split(seed: options.seed)
    var (best, bestLoss, worse) = (head, Double.infinity, 0)
    for epoch in 0..<Self.mostEpochs {
      try options.progress(epoch, Self.mostEpochs)
      try pass(over: training, epoch: epoch)
      let head = head
      let loss = zip(head.probabilities(of: held.features), held.labels)
        .reduce(0.0) { $0 - log(max(1e-300, $1.0[$1.1])) }
      if loss < bestLoss {
        (best, bestLoss, worse) = (head, loss, 0)
      } else {
        worse += 1
        if worse >= Self.patience { break }
      }
    }
    return best
  }

  /// A copy of the current weights.
  private var head: NeuralHead {
    func copy(_ layer: LinearLayer) -> (weights: Matrix, bias: [Float]) {
      (
        layer.weight.value.rows(at: 0..<layer.outputSize), layer.bias?.value.row(0) ?? []
      )
    }
    return NeuralHead(hidden: copy(hidden), output: copy(output))
  }

  private func pass(over examples: LabeledFeatures, epoch: Int) throws {
    guard case .dense(let vectors) = examples.features else { return }
    var random = RandomStream(seed: options.seed, purpose: .shuffle, step: UInt64(epoch))
    let order = examples.labels.indices.shuffled(using: &random)
    for start in stride(from: 0, to: order.count, by: Self.batchSize) {
      let batch = order[start..<min(order.count, start + Self.batchSize)]
      input.resize(rows: batch.count)
      for (row, example) in batch.enumerated() { input.copyRow(row, from: vectors, example) }
      update(labels: batch.map { examples.labels[$0] })
    }
  }

  /// One update with the rows of `input`.
  private func update(labels: [Int]) {
    let step = UInt64(optimizer.step)
    hidden.forward(input, into: units, pool: pool)
    units.withMutableElements { for index in $0.indices { $0[index] = max(0, $0[index]) } }
    dropout.apply(to: units, seed: options.seed, step: step, pool: pool)
    output.forward(units, into: logits, pool: pool)
    for (row, label) in labels.enumerated() {
      _ = Kernels.softmaxCrossEntropy(
        logits, row: row, target: UInt32(label), gradientScale: 1 / Float(labels.count))
    }
    output.backward(dOutput: logits, input: units, dInput: dUnits, pool: pool)
    dropout.apply(to: dUnits, seed: options.seed, step: step, pool: pool)
    for row in 0..<labels.count {
      units.withRow(row) { values in
        dUnits.withMutableRow(row) { gradients in
          for index in values.indices where values[index] <= 0 { gradients[index] = 0 }
        }
      }
    }
    hidden.backward(dOutput: dUnits, input: input, dInput: nil, pool: pool)
    _ = optimizer.update(learningRate: Self.learningRate, pool: pool)
  }
}
