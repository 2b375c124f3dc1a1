import AutoencoderModel
import DataStructures
import TensorKit
import Tokenization

/// The views that the encoder reads of each sentence: one or two, corrupted or clean.
///
/// The noise is a function of (seed, purpose, step, view, position in the batch), so that neither
/// threads nor an interruption change it.
package struct ViewSampler: Sendable {
  /// The corruptions of each view, in order: two views if objectives compare views, else one.
  private var views: [[any CorruptionKind]]
  private let vocabulary: CorruptionVocabulary
  private let seed: UInt64
  private var purpose = RandomPurpose.corruption
  /// Whether the first of two views is clean, as it is for held-out sentences.
  private var firstIsClean = false
  /// Whether the last view would be clean.
  private let lastIsClean: Bool

  /// The views that training options ask for; nil if the encoder reads clean sentences once.
  package init?(_ options: TrainingOptions, _ tokenizer: Tokenizer) {
    self.init(options, CorruptionVocabulary(of: tokenizer))
  }

  /// The same, for tokens of a vocabulary.
  package init?(_ options: TrainingOptions, _ vocabulary: CorruptionVocabulary) {
    let second = options.secondCorruptions ?? options.corruptions
    let corruptions =
      options.needs.contains(.twoViews) ? [options.corruptions, second] : [options.corruptions]
    // Two views of the same tokens can still differ by the noise on their vectors.
    let differ = corruptions.count == 2 && options.tokenNoise > 0
    if !differ, corruptions.allSatisfy(\.isEmpty) { return nil }
    lastIsClean = corruptions.last?.allSatisfy(\.changesNothing) ?? true
    views = corruptions.map { $0.map { $0.make() } }
    self.vocabulary = vocabulary
    seed = options.seed
  }

  /// The views for held-out sentences, with the same noise every time.
  ///
  /// Of two views the first is clean. A single one is damaged as in training: what a denoising model is
  /// to do is to repair it.
  package var ofHeldOut: ViewSampler {
    var sampler = self
    (sampler.purpose, sampler.firstIsClean) = (.heldOutCorruption, views.count == 2)
    if lastIsClean { sampler.views[views.count - 1] = views[0] }
    return sampler
  }

  /// Appends the views of the sentences of a batch, given in their order.
  package func write(of sentences: TokenSequences, step: Int, to list: inout TokenSequences) {
    for view in views.indices {
      for place in 0..<sentences.count {
        if firstIsClean && view == 0 {
          list.append(place, of: sentences)
        } else {
          list.append { corrupt(place, of: sentences, view: view, step: step, into: &$0) }
        }
      }
    }
  }

  /// Appends a view of one sentence; the end token stays at the end.
  private func corrupt(
    _ place: Int, of sentences: TokenSequences, view: Int, step: Int, into tokens: inout [UInt32]
  ) {
    var random = RandomStream(
      seed: seed, purpose: purpose, step: UInt64(step), item: UInt64(view) << 32 | UInt64(place))
    let (first, last) = (tokens.count, sentences.length(place) - 1)
    for time in 0..<last { tokens.append(sentences.token(place, time)) }
    var vocabulary = vocabulary
    if sentences.count > 1 {
      vocabulary.neighbor = sentences[(place + 1) % sentences.count].dropLast()
    }
    for corruption in views[view] {
      corruption.apply(to: &tokens, from: first, of: vocabulary, &random)
    }
    tokens.append(sentences.token(place, last))
  }
}
