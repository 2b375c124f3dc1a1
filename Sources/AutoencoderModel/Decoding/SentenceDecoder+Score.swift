import TensorKit

extension SentenceDecoder {
  /// Σ log p(token) of given sentences, each from its row of `latents` [n × dimension], in nats.
  ///
  /// The tokens of a sentence include its end token. The sum is the one that `decode` would report
  /// if it chose these tokens.
  func logProbabilities(of sentences: [[UInt32]], from latents: Matrix) -> [Double] {
    tokenLogProbabilities(of: sentences, from: latents).map { $0.reduce(0, +) }
  }

  /// log p of each token of given sentences, each from its row of `latents` [n × dimension], in nats.
  func tokenLogProbabilities(of sentences: [[UInt32]], from latents: Matrix) -> [[Double]] {
    var found = sentences.map { [Double](repeating: 0, count: $0.count) }
    var unfinished = sentences.indices.filter { !sentences[$0].isEmpty }
    var state = start(latents).rows(at: unfinished)
    var last = [UInt32](repeating: bosID, count: unfinished.count)
    var position = 0
    while !unfinished.isEmpty {
      advance(state, reading: last)
      normalizeLogits()
      for (row, sentence) in unfinished.enumerated() {
        found[sentence][position] = Double(logits[row, Int(sentences[sentence][position])])
      }
      position += 1
      let kept = unfinished.indices.filter { sentences[unfinished[$0]].count > position }
      if kept.count < unfinished.count {
        state = state.rows(at: kept)
        unfinished = kept.map { unfinished[$0] }
      }
      last = unfinished.map { sentences[$0][position - 1] }
    }
    return found
  }
}
