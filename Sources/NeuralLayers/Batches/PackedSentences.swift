import DataStructures
import TensorKit

/// The sentences of a batch as rows of a matrix: the tokens of one time step after the other.
package struct PackedSentences {
  package init() {}

  /// Replaces every token but the first of its sentence with the given probability.
  ///
  /// The choice is a function of (seed, step, sentence, time).
  package mutating func replaceTokens(
    with token: UInt32, probability: Float, step: TrainingStep
  ) {
    for place in 0..<layout.count {
      var random = RandomStream(
        seed: step.seed, purpose: .wordDropout, step: step.number, item: UInt64(order[place]))
      for time in 1..<layout.lengths[place] where random.uniform() < probability {
        tokens[layout.row(of: place, at: time)] = token
      }
    }
  }

  /// The lengths, and the row of each token.
  package private(set) var layout = SequenceLayout()
  /// Token ids in the order of the layout: [N].
  package private(set) var tokens: [UInt32] = []
  private var sorted = LengthOrder()

  /// The number in the batch of the sentence at each position of the layout.
  package var order: [Int] { sorted.numbers }

  /// Lays out the first `count` sentences of a list, or all of them, longest first; memory is
  /// reused.
  ///
  /// With `first`, each sentence begins with that token and ends before its last.
  package mutating func update(
    _ sentences: TokenSequences, count: Int? = nil, precededBy first: UInt32? = nil
  ) {
    sorted.update(count: count ?? sentences.count) { sentences.length($0) }
    layout.update(lengths: sorted.lengths)
    tokens.removeAll(keepingCapacity: true)
    for time in 0..<layout.steps {
      for place in 0..<layout.active[time] {
        let sentence = sorted.numbers[place]
        if let first {
          tokens.append(time == 0 ? first : sentences.token(sentence, time - 1))
        } else {
          tokens.append(sentences.token(sentence, time))
        }
      }
    }
  }
}
