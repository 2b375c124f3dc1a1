import TensorKit

extension SentenceDecoder {
  /// A partial sentence.
  private struct Hypothesis {
    var tokens: [UInt32]
    var score: Double
    /// The row of its state.
    var row: Int
  }

  /// A possible continuation: a hypothesis and its next token.
  private struct Extension {
    let parent: Int
    let token: UInt32
    let score: Double
  }

  /// The `width` best sentences that a beam of that width finds, for one latent [1 × dimension].
  ///
  /// Best first, by the sum of log-probabilities; a single empty sentence if all probabilities are
  /// NaN. Graves 2012; Sutskever, Vinyals and Le 2014.
  package func beam(_ latent: Matrix, width: Int) -> [DecodedSentence] {
    precondition(width > 0 && latent.rows == 1, "a beam of \(width) for \(latent.rows) latents")
    var state = start(latent)
    var open = [Hypothesis(tokens: [], score: 0, row: 0)]
    var finished: [DecodedSentence] = []
    while !open.isEmpty {
      advance(state, reading: open.map { $0.tokens.last ?? bosID })
      normalizeLogits()
      let parents = open
      open.removeAll(keepingCapacity: true)
      for step in bestExtensions(of: parents, width) {
        let tokens = parents[step.parent].tokens
        if step.token == eosID {
          finished.append(DecodedSentence(tokens: tokens, logProbability: step.score))
        } else {
          open.append(
            Hypothesis(tokens: tokens + [step.token], score: step.score, row: step.parent))
        }
      }
      finished.sort { $0.logProbability > $1.logProbability }
      // Scores can only fall, so an open hypothesis below the last finished one to return cannot
      // win.
      if finished.count >= width {
        let bound = finished[width - 1].logProbability
        open.removeAll { $0.score <= bound }
      }
      state = state.rows(at: open.map(\.row))
    }
    if finished.isEmpty { return [DecodedSentence(tokens: [], logProbability: .nan)] }
    return Array(finished.prefix(width))
  }

  /// The `width` best extensions of all hypotheses; ties go to the earlier parent, then the lower
  /// id.
  private func bestExtensions(of parents: [Hypothesis], _ width: Int) -> [Extension] {
    var best: [Extension] = []
    for (row, parent) in parents.enumerated() {
      if parent.tokens.count >= maximumLength {
        let score = parent.score + Double(logits[row, Int(eosID)])
        insert(Extension(parent: row, token: eosID, score: score), into: &best, width)
        continue
      }
      logits.withRow(row) { values in
        for token in values.indices where values[token] > -.infinity {
          let score = parent.score + Double(values[token])
          if best.count == width && score <= best[width - 1].score { continue }
          insert(Extension(parent: row, token: UInt32(token), score: score), into: &best, width)
        }
      }
    }
    return best
  }

  private func insert(_ step: Extension, into best: inout [Extension], _ width: Int) {
    let place = best.firstIndex { $0.score < step.score } ?? best.count
    best.insert(step, at: place)
    if best.count > width { best.removeLast() }
  }
}
