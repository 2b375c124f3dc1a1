import AutoencoderModel
import NeuralLayers
import TensorKit

/// An objective in use: it scores the latents of a batch and computes their gradient.
///
/// A kind of objective is one conforming type in one file, and one line in ``ObjectiveKinds``. A
/// term gets what it declares in `needs` and does not see the network. It may have weights of its
/// own, which stay in the checkpoint and are not part of the model.
package protocol LossTerm: Layer, PartKind {
  /// What it needs besides the latents.
  static var needs: BatchNeeds { get }

  /// Whether the loss is in nats per token, so that there are a perplexity and an accuracy.
  static var isMeasuredPerToken: Bool { get }

  /// Whether the vectors of tokens become better by this term alone, without a decoder or weights of
  /// its own. A penalty alone would make them vanish.
  static var teachesTokenVectors: Bool { get }

  /// Whether it only holds the latents in check: a model of penalties alone learns nothing.
  static var isPenalty: Bool { get }

  /// Whether a lower loss on held-out sentences means a better model. That of an adversary rises and
  /// falls with what it has learned.
  static var measuresProgress: Bool { get }

  /// Whether it makes the latents look like draws from a standard normal distribution, without
  /// distributions of their own.
  static var matchesNormal: Bool { get }

  /// Whether it scores what the decoder reads, which with a variational latent is a draw. Other terms score
  /// the vectors that the model will give, which are the means.
  static var scoresDraws: Bool { get }

  /// At least this many floats are needed for a batch, if they grow with the batch; 0 if few.
  static func floats(ofBatch batch: BatchShape) -> Int

  /// The fraction of the sentences of a batch that the decoder is run on, for terms that need it.
  static func decodedShare(of objective: Objective) -> Double

  /// A term for an objective of its kind.
  init(_ objective: Objective, _ context: TermContext)

  /// Weights for a second optimizer, such as those of a discriminator. Not part of `parameters`.
  var separateParameters: [Parameter] { get }

  /// The loss of a batch.
  ///
  /// With `batch.step` it also sets the gradients of its weights, and adds that of the latents to
  /// `batch.dLatents`. Both are multiplied by `batch.weight`.
  func score(_ batch: LatentBatch, pool: WorkerPool) -> TermScore
}

extension LossTerm {
  package static var needs: BatchNeeds { [] }
  package static var isMeasuredPerToken: Bool { false }
  package static var teachesTokenVectors: Bool { false }
  package static var isPenalty: Bool { false }
  package static var measuresProgress: Bool { true }
  package static var matchesNormal: Bool { false }
  package static var scoresDraws: Bool { false }
  package static func floats(ofBatch batch: BatchShape) -> Int { 0 }
  package static func decodedShare(of objective: Objective) -> Double { 1 }
  package var separateParameters: [Parameter] { [] }
}

/// What a loss term may need.
package struct BatchNeeds: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Two views of every sentence, corrupted independently.
  package static let twoViews = BatchNeeds(rawValue: 1)
  /// Words with their weights: the ``WordWeights`` of the corpus.
  package static let words = BatchNeeds(rawValue: 2)
  /// The decoder runs and is trained.
  package static let decoder = BatchNeeds(rawValue: 4)
  /// The vectors that a teacher gives to the sentences.
  package static let teacher = BatchNeeds(rawValue: 8)
  /// Batches of pairs instead of those of the corpus: the two views are the sentences of a pair.
  package static let pairs = BatchNeeds(rawValue: 16)
  /// Stems and character n-grams with their weights: the ``LexicalWeights`` of the corpus.
  package static let lexicalWeights = BatchNeeds(rawValue: 32)
  /// The distributions of the latents, which only some latent stages give.
  package static let posterior = BatchNeeds(rawValue: 64)
  /// Noise on the vectors of tokens, drawn anew for each view.
  package static let noisyTokens = BatchNeeds(rawValue: 128)
  /// The classes of the sentences: ``SentenceLabels``.
  package static let labels = BatchNeeds(rawValue: 256)
}

/// The size of a batch, for estimates of memory.
package struct BatchShape: Sendable {
  /// Sentences, B.
  package let sentences: Int
  /// Tokens of all sentences, N.
  package let tokens: Int
}

/// What a loss term is created from.
package struct TermContext {
  /// The sizes of the model.
  package let architecture: Architecture
  /// The weights of words; empty unless a term needs them.
  package let words: WordWeights
  /// The weights of stems and n-grams; none unless a term needs them.
  package let lexical: LexicalWeights
  /// The number of words in the softmax during training; nil for all.
  package let softmaxSample: Int?
  /// The number of classes, for terms that need labels.
  package let classes: Int
  /// The size of a vector of the teacher, for terms that need one.
  package let teacherDimension: Int
  /// The decoder; nil unless the term needs it.
  package let decoder: LSTMDecoder?
  /// The format of the factors of matrix products.
  package let precision: Precision

  package init(
    architecture: Architecture, words: WordWeights, lexical: LexicalWeights = .none,
    softmaxSample: Int?, classes: Int = 2, teacherDimension: Int = 1, decoder: LSTMDecoder?,
    precision: Precision
  ) {
    self.architecture = architecture
    self.words = words
    self.lexical = lexical
    self.softmaxSample = softmaxSample
    self.classes = classes
    self.teacherDimension = teacherDimension
    self.decoder = decoder
    self.precision = precision
  }
}
