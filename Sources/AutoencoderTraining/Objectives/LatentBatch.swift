import AutoencoderModel
import DataStructures
import NeuralLayers
import TensorKit

/// The input of a loss term: the latents of a batch, and what the term declared as its needs.
///
/// Letters: B sentences, V views of each (1 or 2), D dimension of a latent, D′ of a vector of the
/// teacher, N tokens to predict, H hidden size.
package struct LatentBatch {
  /// z: [V·B × D]; first the first view of every sentence, then the second. With a variational latent, the
  /// means, unless the term scores draws.
  package let latents: Matrix
  /// The gradient of the latents, to which a term adds [V·B × D]; nil unless training.
  package let dLatents: Matrix?
  /// The update that this batch is for; nil unless training.
  package let step: TrainingStep?
  /// The weight of the term in the sum.
  package var weight: Float
  /// The clean sentences, each with its end token: B.
  package let sentences: TokenSequences
  /// The sentences that the encoder read: V·B.
  package let views: TokenSequences
  /// Outputs of the decoder; nil unless the term needs them.
  package let decoded: DecodedBatch?
  /// The teacher's vectors of the sentences [B × D′]; nil unless the term needs them.
  package let teacher: Matrix?
  /// The class of each sentence, −1 for none: B; nil unless the term needs them.
  package let labels: [Int32]?
  /// The distributions of the latents [V·B × D]; nil unless the term needs them.
  package let posterior: Posterior?
  /// Measures the phases of a training step; nil except in benchmarks.
  package let clock: PhaseClock?

  package init(
    latents: Matrix, dLatents: Matrix?, step: TrainingStep?, weight: Float,
    sentences: TokenSequences, views: TokenSequences, decoded: DecodedBatch? = nil,
    teacher: Matrix? = nil, labels: [Int32]? = nil, posterior: Posterior? = nil,
    clock: PhaseClock? = nil
  ) {
    self.latents = latents
    self.dLatents = dLatents
    self.step = step
    self.weight = weight
    self.sentences = sentences
    self.views = views
    self.decoded = decoded
    self.teacher = teacher
    self.labels = labels
    self.posterior = posterior
    self.clock = clock
  }
}

/// The output of the decoder for the first views of some sentences, with teacher forcing.
package struct DecodedBatch {
  /// The outputs of its top layer: [N × H].
  package let states: Matrix
  /// The gradient of `states`, to be filled in: [N × H].
  package let dStates: Matrix
  /// The tokens to predict: [N].
  package let targets: [UInt32]
}

/// The score of one objective on a batch.
package struct TermScore: Equatable {
  /// The name of the objective.
  package let name: String
  /// Sum of the losses, in the unit of the objective.
  package var loss: Double
  /// What is shown and logged in place of the loss, in the same unit: the loss itself, but for terms that
  /// leave out a part of what they measure.
  package var measured: Double
  /// The number of tokens or sentences in the sum.
  package var count: Int
  /// The number of targets with the largest logit.
  package var correct: Int
  /// The weight in the sum; set by the network.
  package internal(set) var weight = 1.0
  /// Whether a lower loss means a better model; set by the network.
  var measuresProgress = true

  package init(
    _ name: String, loss: Double, measured: Double? = nil, count: Int, correct: Int = 0
  ) {
    self.name = name
    self.loss = loss
    self.measured = measured ?? loss
    self.count = count
    self.correct = correct
  }

  package var mean: Double { loss / Double(max(1, count)) }
}

/// The scores of all objectives, in their order.
package struct BatchScore: Equatable {
  package private(set) var terms: [TermScore] = []

  package init() {}

  /// The training loss: the weighted sum of the means.
  package var total: Double { terms.reduce(0) { $0 + $1.weight * $1.mean } }

  /// The same without the terms that say nothing about how good a model is.
  var progress: Double {
    terms.reduce(0) { $0 + ($1.measuresProgress ? $1.weight * $1.mean : 0) }
  }

  /// The score of an objective; nil if it is not used.
  package subscript(name: String) -> TermScore? { terms.first { $0.name == name } }

  /// The mean of what each objective measures, by name.
  var means: [String: Double] {
    Dictionary(
      terms.map { ($0.name, $0.measured / Double(max(1, $0.count))) },
      uniquingKeysWith: { first, _ in first })
  }

  mutating func append(_ term: TermScore) { terms.append(term) }

  /// Removes all scores and keeps the memory.
  mutating func removeAll() { terms.removeAll(keepingCapacity: true) }

  /// Adds the scores of another batch with the same objectives.
  mutating func add(_ other: BatchScore) {
    guard !terms.isEmpty else { return terms = other.terms }
    for (index, term) in other.terms.enumerated() {
      terms[index].loss += term.loss
      terms[index].measured += term.measured
      terms[index].count += term.count
      terms[index].correct += term.correct
    }
  }
}
