import TensorKit

extension SentenceDecoder {
  /// How the next token is chosen.
  package enum Choice {
    /// The most likely token.
    case greedy
    /// A random token that the sampler draws.
    case sampled(TokenSampler)
  }

  /// Decodes a sentence for every row of `latents` [n × dimension].
  package func decode(_ latents: Matrix, _ choice: Choice = .greedy) -> [DecodedSentence] {
    var results = (0..<latents.rows).map { _ in DecodedSentence(tokens: [], logProbability: 0) }
    var unfinished = Array(0..<latents.rows)
    var state = start(latents)
    var last = [UInt32](repeating: bosID, count: latents.rows)
    while !unfinished.isEmpty {
      advance(state, reading: last)
      normalizeLogits()
      var kept: [Int] = []
      last.removeAll(keepingCapacity: true)
      for (row, sentence) in unfinished.enumerated() {
        let isFull = results[sentence].tokens.count >= maximumLength
        let token = isFull ? eosID : choose(choice, row, sentence, results[sentence].tokens.count)
        results[sentence].logProbability += Double(logits[row, Int(token)])
        if token == eosID { continue }
        results[sentence].tokens.append(token)
        kept.append(row)
        last.append(token)
      }
      if kept.count < unfinished.count {
        state = state.rows(at: kept)
        unfinished = kept.map { unfinished[$0] }
      }
    }
    return results
  }

  private func choose(_ choice: Choice, _ row: Int, _ sentence: Int, _ position: Int) -> UInt32 {
    logits.withRow(row) { row in
      switch choice {
      case .greedy: largest(row)
      case .sampled(let sampler):
        sampler.choose(row, sentence: sentence, position: position) ?? eosID
      }
    }
  }

  /// Index of the largest log-probability, lowest id on ties; the end token if all are NaN.
  private func largest(_ row: Span<Float>) -> UInt32 {
    var best = Int(eosID)
    var value = -Float.infinity
    for index in row.indices where row[index] > value { (best, value) = (index, row[index]) }
    return UInt32(best)
  }
}
