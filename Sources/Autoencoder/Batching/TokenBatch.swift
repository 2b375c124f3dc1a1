import NeuralLayers

/// Sentences of a batch as the rows of a matrix: the tokens of each time step after each other.
package struct PackedSentences {
  package init() {}

  /// Lengths, and where each token lies.
  package private(set) var layout = SequenceLayout()
  /// Token ids in the order of the layout: [N].
  package private(set) var tokens: [UInt32] = []
  /// The number in the batch of the sentence in each place of the layout.
  package private(set) var order: [Int] = []

  /// Lays out sentences, none of them empty, the longest first; memory is reused.
  package mutating func update(_ sentences: [[UInt32]]) {
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: sentences.indices)
    order.sort {
      let (first, second) = (sentences[$0].count, sentences[$1].count)
      return first != second ? first > second : $0 < $1
    }
    layout.update(lengths: order.lazy.map { sentences[$0].count })
    tokens.removeAll(keepingCapacity: true)
    for time in 0..<layout.steps {
      for place in 0..<layout.active[time] { tokens.append(sentences[order[place]][time]) }
    }
  }
}

/// What a training step reads: inputs of the encoder and the decoder, and what to predict.
///
/// The sentences are sorted by length, the longest first, so that row i of every [B × ·] matrix
/// belongs to sentence i.
package struct TokenBatch {
  package init() {}

  /// w₁ … wₙ and the end mark, once or more, each time with other noise: view v of sentence b is number
  /// v · B + b.
  package private(set) var encoder = PackedSentences()
  /// The begin mark and w₁ … wₙ.
  private(set) var decoder = PackedSentences()
  /// w₁ … wₙ and the end mark, in the layout of the decoder.
  private(set) var targets = PackedSentences()
  /// The sentences in the order of the batch, each with its end mark.
  private(set) var sentences: [[UInt32]] = []
  /// What the encoder reads, where that is not `sentences`.
  private(set) var views: [[UInt32]]?

  /// Fills the batch with sentences that end with the end mark.
  ///
  /// The encoder reads what `views` makes of them once they are in order.
  package mutating func update(
    _ unsorted: [[UInt32]], beginID: UInt32, views makeViews: (([[UInt32]]) -> [[UInt32]])? = nil
  ) {
    let order = unsorted.indices.sorted {
      let (first, second) = (unsorted[$0].count, unsorted[$1].count)
      return first != second ? first > second : $0 < $1
    }
    sentences = order.map { unsorted[$0] }
    views = makeViews?(sentences)
    encoder.update(views ?? sentences)
    targets.update(sentences)
    decoder.update(sentences.map { [beginID] + $0.dropLast() })
  }

  /// The number of sentences.
  var count: Int { sentences.count }
  /// The number of tokens to predict.
  package var tokenCount: Int { targets.tokens.count }
}
