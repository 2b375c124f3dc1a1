import NeuralLayers
import TensorKit

/// An objective at work: it scores the latents of a batch and says how they should change.
protocol LossTerm: AnyObject {
  var objective: Objective { get }

  /// Weights that the architecture does not have.
  var parameters: [Parameter] { get }

  /// Random weights as a function of the seed.
  func initialize(seed: UInt64)

  /// Packs the weights for the products.
  func packWeights(pool: WorkerPool)

  /// The loss of a batch that the network has encoded.
  ///
  /// With `training` it also sets the gradients of the weights that it uses, and adds that of the latents
  /// to `network.gradients.latent`; both are multiplied by the weight of the objective.
  func score(
    _ batch: TokenBatch, of network: AutoencoderNetwork, training: TrainingStep?,
    pool: WorkerPool
  ) -> TermScore
}

extension LossTerm {
  var parameters: [Parameter] { [] }
  func initialize(seed: UInt64) {}
  func packWeights(pool: WorkerPool) {}
}

/// What one objective scored.
struct TermScore: Equatable {
  let objective: Objective
  /// Sum of the losses, in the unit of the objective.
  var loss = 0.0
  /// How many tokens or sentences that is the sum over.
  var count = 0
  /// How many tokens the decoder ranked first.
  var correct = 0

  var mean: Double { loss / Double(max(1, count)) }
}

/// What all objectives scored, in their order.
package struct BatchScore: Equatable {
  private(set) var terms: [TermScore] = []

  /// The loss that is trained by: the weighted sum of the means.
  package var total: Double { terms.reduce(0) { $0 + $1.objective.weight * $1.mean } }

  /// What an objective scored; nil if it does not take part.
  subscript(kind: Objective.Kind) -> TermScore? { terms.first { $0.objective.kind == kind } }

  /// The mean loss of each objective by its name.
  var means: [String: Double] {
    Dictionary(
      terms.map { ($0.objective.kind.rawValue, $0.mean) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func append(_ term: TermScore) { terms.append(term) }

  /// Forgets what was scored and keeps the memory.
  mutating func removeAll() { terms.removeAll(keepingCapacity: true) }

  /// Adds what another batch scored with the same objectives.
  mutating func add(_ other: BatchScore) {
    guard !terms.isEmpty else { return terms = other.terms }
    for (index, term) in other.terms.enumerated() {
      terms[index].loss += term.loss
      terms[index].count += term.count
      terms[index].correct += term.correct
    }
  }
}
