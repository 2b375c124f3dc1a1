import AutoencoderModel
import Foundation
import NeuralLayers
import TensorKit

/// A discriminator tells latents from draws of a standard normal distribution, and the encoder
/// learns to deceive it: an adversarial autoencoder.
///
/// Makhzani et al. 2015; for sentences Shen et al. 2020, whose denoising kind also corrupts the
/// input. The discriminator is a network of one hidden layer with an optimizer of its own. The loss
/// is that of the encoder, −log D(z) as a mean over the first views, where D is the probability of a
/// draw; log 2 means that the discriminator cannot tell.
final class AdversarialObjective: LossTerm {
  static let name = "adversarial"
  static let isPenalty = true
  static let measuresProgress = false
  static let matchesNormal = true
  static let scoresDraws = true
  static let help =
    "Make the latents look like draws from a standard normal distribution to a discriminator."

  /// [H × D]
  private let hidden: LinearLayer
  /// [1 × H]
  private let output: LinearLayer
  /// z of the first views and then as many draws: [2·B × D].
  private let input: Matrix
  private let dInput: Matrix
  /// After relu, and the gradient: [2·B × H].
  private let activations: Matrix
  private let dActivations: Matrix
  /// Log odds of a draw, and the gradient: [2·B × 1].
  private let odds = Matrix(rows: 0, columns: 1)
  private let dOdds = Matrix(rows: 0, columns: 1)

  init(_ objective: Objective, _ context: TermContext) {
    let (dimension, units) = (context.architecture.dimension, context.architecture.hiddenSize)
    hidden = LinearLayer(
      inputSize: dimension, outputSize: units, prefix: "adversarial.hidden",
      precision: context.precision)
    output = LinearLayer(
      inputSize: units, outputSize: 1, prefix: "adversarial.output", precision: context.precision)
    (input, dInput) = (Matrix(rows: 0, columns: dimension), Matrix(rows: 0, columns: dimension))
    activations = Matrix(rows: 0, columns: units)
    dActivations = Matrix(rows: 0, columns: units)
  }

  var separateParameters: [Parameter] { hidden.parameters + output.parameters }

  func initialize(seed: UInt64) {
    hidden.initialize(seed: seed)
    output.initialize(seed: seed)
  }

  func packWeights(for use: WeightUse, pool: WorkerPool) {
    hidden.packWeights(for: use, pool: pool)
    output.packWeights(for: use, pool: pool)
  }

  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore {
    let count = batch.sentences.count
    input.resize(rows: 2 * count)
    for row in 0..<count { input.copyRow(row, from: batch.latents, row) }
    for row in 0..<count {
      var random = RandomStream(
        seed: batch.step?.seed ?? 0, purpose: .prior, step: batch.step?.number ?? 0,
        item: UInt64(row))
      input.withMutableRow(count + row) { values in
        for index in values.indices { values[index] = random.normal() }
      }
    }
    hidden.forward(input, into: activations, pool: pool)
    pool.run(activations.rows, grain: 16) { [activations] part in
      for row in part {
        activations.withMutableRow(row) { values in
          for index in values.indices { values[index] = max(0, values[index]) }
        }
      }
    }
    output.forward(activations, into: odds, pool: pool)
    // −log D(z), with D the logistic function of the odds.
    let loss = (0..<count).reduce(0.0) { $0 + Self.softplus(-Double(odds[$1, 0])) }
    if batch.step != nil {
      deceive(batch, pool)
      learn(count, pool)
    }
    return TermScore(Self.name, loss: loss, count: count)
  }

  /// Adds the gradient of the encoder's loss to that of the latents.
  private func deceive(_ batch: LatentBatch, _ pool: WorkerPool) {
    let count = batch.sentences.count
    setOddsGradients(count) { row, odds in
      row < count ? -batch.weight * Self.logistic(-odds) / Float(count) : 0
    }
    backward(pool)
    guard let dLatents = batch.dLatents else { return }
    for row in 0..<count { Kernels.addRow(of: dInput, row, to: dLatents, row) }
  }

  /// Sets the gradients of the discriminator: of −log D(draw) − log(1 − D(z)), as means.
  private func learn(_ count: Int, _ pool: WorkerPool) {
    setOddsGradients(count) { row, odds in
      (row < count ? Self.logistic(odds) : -Self.logistic(-odds)) / Float(count)
    }
    backward(pool)
  }

  private func setOddsGradients(_ count: Int, _ gradient: (Int, Float) -> Float) {
    dOdds.resize(rows: 2 * count)
    for row in 0..<2 * count { dOdds[row, 0] = gradient(row, odds[row, 0]) }
  }

  private func backward(_ pool: WorkerPool) {
    output.backward(dOutput: dOdds, input: activations, dInput: dActivations, pool: pool)
    pool.run(activations.rows, grain: 16) { [activations, dActivations] part in
      for row in part {
        activations.withRow(row) { values in
          dActivations.withMutableRow(row) { gradient in
            for index in values.indices where values[index] <= 0 { gradient[index] = 0 }
          }
        }
      }
    }
    hidden.backward(dOutput: dActivations, input: input, dInput: dInput, pool: pool)
  }

  private static func logistic(_ x: Float) -> Float { 1 / (1 + exp(-x)) }

  /// log(1 + eˣ), without overflow.
  private static func softplus(_ x: Double) -> Double { max(x, 0) + log(1 + exp(-abs(x))) }
}

extension Objective {
  /// Make the latents look like draws from a standard normal distribution to a discriminator.
  public static func adversarial(weight: WeightSchedule = 1) -> Objective {
    Objective(AdversarialObjective.self, weight: weight)
  }
}
