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
/// First come the sentences that the decoder is trained on, then the others, both sorted by length, the
/// longest first, so that row i of every [B × ·] matrix belongs to sentence i.
package struct TokenBatch {
  package init() {}

  /// w₁ … wₙ and the end mark, once or more, each time with other noise: view v of sentence b is number
  /// v · B + b.
  package private(set) var encoder = PackedSentences()
  /// The begin mark and w₁ … wₙ, of the decoded sentences.
  private(set) var decoder = PackedSentences()
  /// w₁ … wₙ and the end mark, in the layout of the decoder.
  private(set) var targets = PackedSentences()
  /// The sentences in the order of the batch, each with its end mark.
  private(set) var sentences: [[UInt32]] = []
  /// What the encoder reads, where that is not `sentences`.
  private(set) var views: [[UInt32]]?

  /// How many of them, the first ones, the decoder is trained on.
  private(set) var decodedCount = 0
  /// The number of tokens of all sentences.
  package private(set) var tokenCount = 0

  /// Fills the batch with sentences that end with the end mark.
  ///
  /// The encoder reads what `views` makes of them once they are in order. The decoder is trained on
  /// `decodedShare` of them, rounded up: of those in order of length every so many, so that they are short
  /// and long as the others are.
  package mutating func update(
    _ unsorted: [[UInt32]], beginID: UInt32, decodedShare: Double = 1,
    views makeViews: (([[UInt32]]) -> [[UInt32]])? = nil
  ) {
    let order = unsorted.indices.sorted {
      let (first, second) = (unsorted[$0].count, unsorted[$1].count)
      return first != second ? first > second : $0 < $1
    }
    let isDecoded = order.indices.map {
      (Double($0) * decodedShare).rounded(.up) < (Double($0 + 1) * decodedShare).rounded(.up)
    }
    let decoded = order.indices.filter { isDecoded[$0] }.map { unsorted[order[$0]] }
    sentences = decoded + order.indices.filter { !isDecoded[$0] }.map { unsorted[order[$0]] }
    decodedCount = decoded.count
    tokenCount = sentences.reduce(0) { $0 + $1.count }
    views = makeViews?(sentences)
    encoder.update(views ?? sentences)
    targets.update(decoded)
    decoder.update(decoded.map { [beginID] + $0.dropLast() })
  }
}
