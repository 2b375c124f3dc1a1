import NeuralLayers
import TensorKit

extension VectorAutoencoder {
  /// How far a training has come.
  public struct Progress: Sendable {
    /// Vectors read so far.
    public let vectors: Int
    /// Vectors to be read in all.
    public let total: Int
    /// The mean loss of restored vectors over the last epoch, or of the one under way at first.
    public let loss: Double
    /// The same of the held-out vectors after the last epoch; nil without any.
    public let heldOutLoss: Double?
  }

  /// Trains an autoencoder on the rows of `vectors`, `[n × d]`.
  ///
  /// - Parameters:
  ///   - vectors: at least two, all finite.
  ///   - plan: how it is built and trained.
  ///   - pool: the threads to use; the result does not depend on them.
  ///   - progress: called after every update; what it throws ends the training.
  /// - Throws: ``ReductionError``, and what `progress` throws.
  public convenience init(
    fitting vectors: Matrix, plan: VectorAutoencoderPlan, pool: WorkerPool,
    progress: (Progress) throws -> Void = { _ in }
  ) throws {
    let training = try VectorAutoencoderTraining(vectors, plan: plan, pool: pool)
    try training.run(progress)
    self.init(training.network, scaling: training.scaling)
  }
}

/// One training of an autoencoder of vectors.
final class VectorAutoencoderTraining {
  let network: DenseAutoencoder
  let scaling: VectorScaling
  private let plan: VectorAutoencoderPlan
  private let vectors: Matrix
  private let pool: WorkerPool
  private let optimizer: AdamOptimizer
  private let schedule: LearningRateSchedule
  /// The rows that are learned, and those that choose the epoch.
  private let rows: [Int]
  private let heldOut: [Int]
  private let batch: Matrix

  /// Most vectors that are held out.
  private static let mostHeldOut = 2_000
  /// Updates over which the learning rate rises.
  private static let warmup = 100

  init(
    _ vectors: Matrix, plan: VectorAutoencoderPlan, pool: WorkerPool
  ) throws(ReductionError) {
    try plan.validate()
    guard vectors.rows >= 2 else { throw .tooFewVectors(found: vectors.rows, needed: 2) }
    try vectors.checkFinite()
    (self.vectors, self.plan, self.pool) = (vectors, plan, pool)
    scaling = VectorScaling(fitting: vectors, loss: plan.loss)
    network = DenseAutoencoder(plan, inputSize: vectors.columns)
    if plan.start == .pca {
      let components = try PrincipalComponents(
        fitting: vectors, dimension: plan.dimension, seed: plan.seed, pool: pool
      ).components
      network.initialize(seed: plan.seed, components: components)
    } else {
      network.initialize(seed: plan.seed)
    }
    optimizer = AdamOptimizer(network.parameters)
    var random = RandomStream(seed: plan.seed, purpose: .validationSplit)
    let order = Array(0..<vectors.rows).shuffled(using: &random)
    let count = min(Self.mostHeldOut, Int(Double(vectors.rows) * plan.heldOutShare))
    heldOut = order.prefix(count).sorted()
    rows = order.dropFirst(count).sorted()
    let steps = plan.epochs * ((rows.count + plan.batchSize - 1) / plan.batchSize)
    schedule = LearningRateSchedule(
      peak: plan.learningRate, warmupSteps: min(Self.warmup, steps / 10), decaySteps: steps,
      finalLearningRateFraction: 0)
    batch = Matrix(rows: 0, columns: vectors.columns)
  }

  /// Trains, and leaves the weights of the best epoch in the network.
  func run(_ progress: (VectorAutoencoder.Progress) throws -> Void) throws {
    network.packWeights(for: .training, pool: pool)
    var best: (loss: Double, weights: [Matrix])?
    var (step, lastLoss) = (0, 0.0)
    var heldOutLoss: Double?
    if !heldOut.isEmpty {
      heldOutLoss = meanLoss(of: heldOut)
      keepBest(heldOutLoss, &best)
    }
    for epoch in 0..<plan.epochs {
      var random = RandomStream(seed: plan.seed, purpose: .shuffle, step: UInt64(epoch))
      let order = rows.shuffled(using: &random)
      var (sum, count) = (0.0, 0)
      for start in stride(from: 0, to: order.count, by: plan.batchSize) {
        let chosen = Array(order[start..<min(order.count, start + plan.batchSize)])
        let loss = try update(chosen, step: step)
        sum += loss * Double(chosen.count)
        count += chosen.count
        step += 1
        try progress(
          VectorAutoencoder.Progress(
            vectors: epoch * rows.count + count, total: plan.epochs * rows.count,
            loss: epoch == 0 ? sum / Double(count) : lastLoss, heldOutLoss: heldOutLoss))
      }
      lastLoss = sum / Double(max(1, count))
      if !heldOut.isEmpty {
        heldOutLoss = meanLoss(of: heldOut)
        keepBest(heldOutLoss, &best)
      }
    }
    if let best {
      for (parameter, weights) in zip(network.parameters, best.weights) {
        parameter.value.copy(from: weights)
      }
    }
  }

  private func update(_ rows: [Int], step: Int) throws(ReductionError) -> Double {
    scaling.apply(to: vectors, rows: rows, into: batch, pool: pool)
    let score = network.score(
      batch, step: TrainingStep(seed: plan.seed, number: UInt64(step)), pool: pool)
    let norm = optimizer.update(learningRate: schedule.rate(at: step), pool: pool)
    guard norm.isFinite, score.total.isFinite else { throw .diverged(step: step) }
    return score.reconstruction
  }

  /// The mean loss of vectors, with the penalties.
  private func meanLoss(of rows: [Int]) -> Double {
    var sum = 0.0
    for start in stride(from: 0, to: rows.count, by: plan.batchSize) {
      let chosen = Array(rows[start..<min(rows.count, start + plan.batchSize)])
      scaling.apply(to: vectors, rows: chosen, into: batch, pool: pool)
      sum += network.score(batch, step: nil, pool: pool).total * Double(chosen.count)
    }
    return sum / Double(max(1, rows.count))
  }

  private func keepBest(_ loss: Double?, _ best: inout (loss: Double, weights: [Matrix])?) {
    guard let loss, loss < best?.loss ?? .infinity else { return }
    best = (
      loss,
      network.parameters.map { parameter in
        let copy = Matrix(rows: 0, columns: parameter.columns)
        copy.copy(from: parameter.value)
        return copy
      }
    )
  }
}
