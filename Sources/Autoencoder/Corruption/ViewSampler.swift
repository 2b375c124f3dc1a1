import DataStructures
import NeuralLayers
import TensorKit
import Tokenization

/// What the encoder reads of each sentence of a batch: once or twice, corrupted or as it is.
///
/// The noise is a function of (seed, purpose, step, view, place in the batch), so that neither the threads
/// nor an interruption change it.
package struct ViewSampler: Sendable {
  /// What each view suffers, one corruption after the other: two views where views are compared, else one.
  private(set) var corruptions: [[Corruption]]
  let vocabulary: Corruption.Vocabulary
  let seed: UInt64
  var purpose = RandomPurpose.corruption
  /// Whether the first view is the sentence as it is, which is how held-out sentences are read.
  var firstIsClean = false

  /// Views as the options of a training ask for them; nil if the encoder reads clean sentences once.
  package init?(_ options: TrainingOptions, _ tokenizer: Tokenizer) {
    let tokens = 0..<UInt32(tokenizer.vocabularySize)
    self.init(
      options,
      Corruption.Vocabulary(
        blankID: tokenizer.blankID, words: tokens.filter { !tokenizer.isSpecial($0) }))
  }

  /// Views of sentences of the words of a vocabulary.
  package init?(_ options: TrainingOptions, _ vocabulary: Corruption.Vocabulary) {
    corruptions =
      options.comparesViews
      ? [options.corruption, options.secondCorruption ?? options.corruption]
      : [options.corruption]
    // Two views need noise, so that there is always some here.
    if corruptions.allSatisfy(\.isEmpty) { return nil }
    self.vocabulary = vocabulary
    seed = options.seed
  }

  /// The views for held-out sentences: the first is clean, and a second, never clean, always has the same noise.
  package var ofHeldOut: ViewSampler {
    var views = self
    (views.purpose, views.firstIsClean) = (.heldOutCorruption, true)
    if let second = corruptions.last, second.allSatisfy({ $0.amount == 0 }) {
      views.corruptions[corruptions.count - 1] = corruptions[0]
    }
    return views
  }

  /// Appends the views of the sentences of a batch, given in their order.
  package func write(of sentences: TokenSequences, step: Int, to views: inout TokenSequences) {
    for view in corruptions.indices {
      for place in 0..<sentences.count {
        if firstIsClean && view == 0 {
          views.append(place, of: sentences)
        } else {
          views.append { corrupt(place, of: sentences, view: view, step: step, into: &$0) }
        }
      }
    }
  }

  /// Appends a view of one sentence; the end mark stays at its end.
  private func corrupt(
    _ place: Int, of sentences: TokenSequences, view: Int, step: Int, into tokens: inout [UInt32]
  ) {
    var random = RandomStream(
      seed: seed, purpose: purpose, step: UInt64(step), item: UInt64(view) << 32 | UInt64(place))
    let (first, last) = (tokens.count, sentences.length(place) - 1)
    for time in 0..<last { tokens.append(sentences.token(place, time)) }
    for corruption in corruptions[view] {
      corruption.apply(to: &tokens, from: first, of: vocabulary, &random)
    }
    tokens.append(sentences.token(place, last))
  }
}
