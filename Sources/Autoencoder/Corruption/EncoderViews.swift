import TensorKit
import Tokenization

/// What the encoder reads of each sentence of a batch: once or twice, corrupted or as it is.
///
/// The noise is a function of (seed, purpose, step, view, place in the batch), so that neither the threads
/// nor an interruption change it.
package struct EncoderViews: Sendable {
  /// What each view suffers, one corruption after the other: two views where views are compared, else one.
  private(set) var corruptions: [[Corruption]]
  let vocabulary: Corruption.Vocabulary
  let seed: UInt64
  var purpose = RandomPurpose.corruption
  /// Whether the first view is the sentence as it is, which is how held-out sentences are read.
  var firstIsClean = false

  /// Views as the options of a training ask for them; nil if the encoder reads clean sentences once.
  package init?(_ options: TrainingOptions, _ tokenizer: Tokenizer) {
    corruptions =
      options.comparesViews
      ? [options.corruption, options.secondCorruption ?? options.corruption]
      : [options.corruption]
    // Two views need noise, so that there is always some here.
    if corruptions.allSatisfy(\.isEmpty) { return nil }
    let tokens = 0..<UInt32(tokenizer.vocabularySize)
    vocabulary = Corruption.Vocabulary(
      blankID: tokenizer.blankID, words: tokens.filter { !tokenizer.isSpecial($0) })
    seed = options.seed
  }

  /// The views for held-out sentences: the first is clean, and a second, never clean, always has the same noise.
  package var ofHeldOut: EncoderViews {
    var views = self
    (views.purpose, views.firstIsClean) = (.heldOutCorruption, true)
    if let second = corruptions.last, second.allSatisfy({ $0.amount == 0 }) {
      views.corruptions[corruptions.count - 1] = corruptions[0]
    }
    return views
  }

  /// What makes the views of the sentences of a batch, given in their order.
  package func maker(step: Int) -> ([[UInt32]]) -> [[UInt32]] {
    { sentences in
      corruptions.indices.flatMap { view in
        sentences.enumerated().map { place, sentence in
          corrupted(sentence, view: view, step: step, place: place)
        }
      }
    }
  }

  /// A view of one sentence; the end mark stays at its end.
  private func corrupted(_ sentence: [UInt32], view: Int, step: Int, place: Int) -> [UInt32] {
    if firstIsClean && view == 0 { return sentence }
    var random = RandomStream(
      seed: seed, purpose: purpose, step: UInt64(step), item: UInt64(view) << 32 | UInt64(place))
    var words = Array(sentence.dropLast())
    for step in corruptions[view] { step.apply(to: &words, of: vocabulary, &random) }
    return words + sentence.suffix(1)
  }
}
