import AutoencoderModel
import DataStructures
import TensorKit
import Tokenization

/// What the encoder reads of each sentence of a batch: once or twice, corrupted or as it is.
///
/// The noise is a function of (seed, purpose, step, view, place in the batch), so that neither the threads
/// nor an interruption change it.
package struct ViewSampler: Sendable {
  /// What each view goes through, one corruption after the other: two views where views are compared, else one.
  private var views: [[any CorruptionKind]]
  private let vocabulary: CorruptionVocabulary
  private let seed: UInt64
  private var purpose = RandomPurpose.corruption
  /// Whether the first view is the sentence as it is, which is how held-out sentences are read.
  private var firstIsClean = false
  /// Whether the last view would be clean.
  private let lastIsClean: Bool

  /// Views as the options of a training ask for them; nil if the encoder reads clean sentences once.
  package init?(_ options: TrainingOptions, _ tokenizer: Tokenizer) {
    let tokens = 0..<UInt32(tokenizer.vocabularySize)
    self.init(
      options,
      CorruptionVocabulary(
        blankID: tokenizer.blankID, words: tokens.filter { !tokenizer.isSpecial($0) }))
  }

  /// Views of sentences of the words of a vocabulary.
  package init?(_ options: TrainingOptions, _ vocabulary: CorruptionVocabulary) {
    let second = options.secondCorruptions ?? options.corruptions
    let corruptions =
      options.needs.contains(.twoViews) ? [options.corruptions, second] : [options.corruptions]
    // Two views need noise, so that there is always some here.
    if corruptions.allSatisfy(\.isEmpty) { return nil }
    lastIsClean = corruptions.last?.allSatisfy(\.changesNothing) ?? true
    views = corruptions.map { $0.map { $0.make() } }
    self.vocabulary = vocabulary
    seed = options.seed
  }

  /// The views for held-out sentences: the first is clean, and a second, never clean, always has the same noise.
  package var ofHeldOut: ViewSampler {
    var sampler = self
    (sampler.purpose, sampler.firstIsClean) = (.heldOutCorruption, true)
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

  /// Appends a view of one sentence; the end token stays at its end.
  private func corrupt(
    _ place: Int, of sentences: TokenSequences, view: Int, step: Int, into tokens: inout [UInt32]
  ) {
    var random = RandomStream(
      seed: seed, purpose: purpose, step: UInt64(step), item: UInt64(view) << 32 | UInt64(place))
    let (first, last) = (tokens.count, sentences.length(place) - 1)
    for time in 0..<last { tokens.append(sentences.token(place, time)) }
    for corruption in views[view] {
      corruption.apply(to: &tokens, from: first, of: vocabulary, &random)
    }
    tokens.append(sentences.token(place, last))
  }
}
