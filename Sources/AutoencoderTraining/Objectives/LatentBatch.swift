import AutoencoderModel
import DataStructures
import NeuralLayers
import TensorKit

/// What a loss term is given to score: the latents of a batch, and what it asked for.
///
/// Letters: B sentences, V views of each (1 or 2), D dimension of a latent, N tokens to write, H hidden size.
package struct LatentBatch {
  /// z: [V·B × D]; first the first view of every sentence, then the second.
  package let latents: Matrix
  /// The gradient of the latents, to be added to [V·B × D]; nil unless training.
  package let dLatents: Matrix?
  /// The update that this is part of; nil unless training.
  package let step: TrainingStep?
  /// What the term counts in the sum.
  package var weight: Float
  /// The clean sentences, each with its end token: B.
  package let sentences: TokenSequences
  /// What the encoder read: V·B.
  package let views: TokenSequences
  /// Outputs of the decoder; nil unless the term needs them.
  package let decoded: DecodedBatch?
  /// Measures the phases of a training step; nil except in benchmarks.
  package let clock: PhaseClock?

  package init(
    latents: Matrix, dLatents: Matrix?, step: TrainingStep?, weight: Float,
    sentences: TokenSequences, views: TokenSequences, decoded: DecodedBatch? = nil,
    clock: PhaseClock? = nil
  ) {
    self.latents = latents
    self.dLatents = dLatents
    self.step = step
    self.weight = weight
    self.sentences = sentences
    self.views = views
    self.decoded = decoded
    self.clock = clock
  }
}

/// What the decoder made of the first views of some sentences, given the true tokens before each.
package struct DecodedBatch {
  /// The outputs of its top layer: [N × H].
  package let states: Matrix
  /// Where the gradient of `states` goes: [N × H].
  package let dStates: Matrix
  /// The tokens to predict: [N].
  package let targets: [UInt32]
}

/// What one objective scored of a batch.
package struct TermScore: Equatable {
  /// The name of the objective.
  package let name: String
  /// Sum of the losses, in the unit of the objective.
  package var loss: Double
  /// How many tokens or sentences that is the sum over.
  package var count: Int
  /// How many tokens the decoder ranked first.
  package var correct: Int
  /// What it counts in the sum; set by the network.
  package internal(set) var weight = 1.0

  package init(_ name: String, loss: Double, count: Int, correct: Int = 0) {
    self.name = name
    self.loss = loss
    self.count = count
    self.correct = correct
  }

  package var mean: Double { loss / Double(max(1, count)) }
}

/// What all objectives scored, in their order.
package struct BatchScore: Equatable {
  package private(set) var terms: [TermScore] = []

  package init() {}

  /// The loss that is trained by: the weighted sum of the means.
  package var total: Double { terms.reduce(0) { $0 + $1.weight * $1.mean } }

  /// What an objective scored; nil if it does not take part.
  package subscript(name: String) -> TermScore? { terms.first { $0.name == name } }

  /// The mean loss of each objective by its name.
  var means: [String: Double] {
    Dictionary(terms.map { ($0.name, $0.mean) }, uniquingKeysWith: { first, _ in first })
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
