import AutoencoderModel
import DataStructures
import NeuralLayers

/// What a training step reads: inputs of the encoder and the decoder, and what to predict.
///
/// First come the sentences that the decoder is trained on, then the others, both sorted by length, the
/// longest first, so that row i of every [B × ·] matrix belongs to sentence i. Memory is reused from one
/// batch to the next.
package struct TokenBatch {
  package init() {}

  /// w₁ … wₙ and the end token, once or more, each time with other noise: view v of sentence b is number
  /// v · B + b.
  package private(set) var encoder = PackedSentences()
  /// The begin token and w₁ … wₙ, of the decoded sentences.
  package private(set) var decoder = PackedSentences()
  /// w₁ … wₙ and the end token, in the layout of the decoder.
  package private(set) var targets = PackedSentences()
  /// The sentences in the order of the batch, each with its end token.
  package private(set) var sentences = TokenSequences()
  /// What the encoder reads; empty where that is `sentences`.
  package private(set) var views = TokenSequences()
  /// What the encoder reads: the views, or the sentences as they are.
  package var read: TokenSequences { views.count > 0 ? views : sentences }

  /// How many of them, the first ones, the decoder is trained on.
  private(set) var decodedCount = 0
  /// The number of tokens of all sentences.
  package var tokenCount: Int { sentences.tokens.count }

  private var order = LengthOrder()

  /// Fills the batch with the sentences of a list that have the given numbers; all end with the end token.
  ///
  /// The encoder reads what `writeViews` appends to its list, given the sentences in order, or if that is
  /// nothing, the sentences themselves. The decoder is trained on `decodedShare` of them, rounded up, which are
  /// spread evenly over all lengths.
  package mutating func update(
    _ numbers: ArraySlice<Int>, of list: TokenSequences, bosID: UInt32, decodedShare: Double = 1,
    writeViews: (_ sentences: TokenSequences, _ views: inout TokenSequences) -> Void = { _, _ in }
  ) {
    let first = numbers.startIndex
    order.update(count: numbers.count) { list.length(numbers[first + $0]) }
    sentences.removeAll()
    for areDecoded in [true, false] {
      for (place, number) in order.numbers.enumerated()
      where Self.isDecoded(place, decodedShare) == areDecoded {
        sentences.append(numbers[first + number], of: list)
      }
      if areDecoded { decodedCount = sentences.count }
    }
    views.removeAll()
    writeViews(sentences, &views)
    encoder.update(read)
    targets.update(sentences, count: decodedCount)
    decoder.update(sentences, count: decodedCount, precededBy: bosID)
  }

  /// Fills the batch with all sentences of a list.
  package mutating func update(
    _ list: TokenSequences, bosID: UInt32, decodedShare: Double = 1,
    writeViews: (_ sentences: TokenSequences, _ views: inout TokenSequences) -> Void = { _, _ in }
  ) {
    update(
      Array(0..<list.count)[...], of: list, bosID: bosID, decodedShare: decodedShare,
      writeViews: writeViews)
  }

  /// Whether the decoder is trained on the sentence in a place of the order of lengths.
  private static func isDecoded(_ place: Int, _ share: Double) -> Bool {
    (Double(place) * share).rounded(.up) < (Double(place + 1) * share).rounded(.up)
  }
}
