import NeuralLayers
import TensorKit

/// The cosine of two corrupted sentences shall say how many words they share, rare ones counting more.
///
/// The target is the cosine of their bags of words with each word weighted by its inverse document
/// frequency (Spärck Jones 1972): what a search for words goes by, which the vectors learn beside what
/// words mean.
final class LexicalObjective: LossTerm {
  let objective: Objective
  private let weights: WordWeights
  private let loss: SimilarityLoss
  /// The words of the batch.
  private var bags = UnitBags()
  /// What the cosines should be: [n × n], n = 2B.
  private var targets = Matrix(rows: 0, columns: 0)

  init(_ objective: Objective, _ shape: Architecture, _ weights: WordWeights) {
    self.objective = objective
    self.weights = weights
    loss = SimilarityLoss(size: shape.dimension)
  }

  func score(
    _ batch: TokenBatch, of network: AutoencoderNetwork, training: TrainingStep?,
    pool: WorkerPool
  ) -> TermScore {
    let views = batch.views
    precondition(
      views.count == 2 * batch.sentences.count, "a batch whose sentences are not read twice")
    if targets.columns != views.count { targets = Matrix(rows: 0, columns: views.count) }
    targets.resize(rows: views.count)
    bags.removeAll()
    weights.appendTFIDF(of: views, to: &bags)
    bags.writeCosines(to: targets, pool: pool)
    let score = loss.score(
      network.activations.latent, targets: targets, scale: Float(objective.weight),
      dInput: training == nil ? nil : network.gradients.latent, pool: pool)
    network.clock?.mark("overlap")
    return TermScore(
      objective: objective, loss: score * Double(views.count), count: views.count)
  }
}
