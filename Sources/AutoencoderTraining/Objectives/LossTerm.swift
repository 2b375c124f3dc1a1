import AutoencoderModel
import NeuralLayers
import TensorKit

/// An objective at work: it scores the latents of a batch and says how they should change.
///
/// A kind of objective is one type in one file that conforms, and one line in ``ObjectiveKinds``. A term sees what
/// it asked for by `needs` and nothing of the network. It may have weights of its own, which stay in the
/// checkpoint and are no part of the model.
package protocol LossTerm: Layer, PartKind {
  /// What it asks for besides the latents.
  static var needs: BatchNeeds { get }

  /// The floats that a batch takes at least, in memory that grows with the batch; 0 if little.
  static func floats(ofBatch batch: BatchShape) -> Int

  /// A term for an objective of its kind.
  init(_ objective: Objective, _ context: TermContext)

  /// Weights that a second optimizer moves, such as those of a discriminator. They are not among `parameters`.
  var separateParameters: [Parameter] { get }

  /// The loss of a batch.
  ///
  /// With `batch.step` it also sets the gradients of the weights that it uses, and adds that of the latents to
  /// `batch.dLatents`. Both are multiplied by `batch.weight`.
  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore
}

extension LossTerm {
  package static var needs: BatchNeeds { [] }
  package static func floats(ofBatch batch: BatchShape) -> Int { 0 }
  package var separateParameters: [Parameter] { [] }
}

/// What a loss term may ask for.
package struct BatchNeeds: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Every sentence is read twice, corrupted in two ways.
  package static let twoViews = BatchNeeds(rawValue: 1)
  /// Words with their weights: ``WordWeights`` of the corpus.
  package static let words = BatchNeeds(rawValue: 2)
  /// The decoder is run, and trained.
  package static let decoder = BatchNeeds(rawValue: 4)
}

/// The size of a batch, for estimates of memory.
package struct BatchShape: Sendable {
  /// Sentences, B.
  package let sentences: Int
  /// Tokens of all sentences, N.
  package let tokens: Int
}

/// What a loss term is made from.
package struct TermContext {
  /// The sizes of the model.
  package let architecture: Architecture
  /// The weights of words; without any unless a term needs them.
  package let words: WordWeights
  /// How many words a softmax in training is over; nil for all.
  package let softmaxSample: Int?
  /// The decoder; nil unless the term needs it.
  package let decoder: LSTMDecoder?
  /// The format of the factors of matrix products.
  package let precision: Precision

  package init(
    architecture: Architecture, words: WordWeights, softmaxSample: Int?, decoder: LSTMDecoder?,
    precision: Precision
  ) {
    self.architecture = architecture
    self.words = words
    self.softmaxSample = softmaxSample
    self.decoder = decoder
    self.precision = precision
  }
}
