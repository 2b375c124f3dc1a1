/// How the tokens of a batch of sentences lie in the rows of a matrix, without any padding.
///
/// Sentences are sorted by length, the longest first. Rows are time-major: first the first token of
/// every sentence, then the second of every sentence that has one, and so on.
///
/// ```
/// lengths 3 2 1      rows  a0 b0 c0 | a1 b1 | a2
/// ```
package struct SequenceLayout: Sendable {
  /// Tokens of each sentence, descending.
  package private(set) var lengths: [Int] = []
  /// For each time step the number of sentences that reach it.
  package private(set) var active: [Int] = []
  /// For each time step the row of its first sentence; one more entry holds the number of rows.
  package private(set) var offsets: [Int] = [0]

  /// A layout of no sentences.
  package init() {}

  /// A layout of sentences with the given numbers of tokens, descending and at least 1.
  package init(lengths: [Int]) {
    update(lengths: lengths)
  }

  /// Replaces the layout; memory is reused.
  package mutating func update(lengths newLengths: [Int]) {
    lengths.removeAll(keepingCapacity: true)
    active.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
    lengths.append(contentsOf: newLengths)
    var reaching = lengths.count
    var row = 0
    for time in 0..<(lengths.first ?? 0) {
      while lengths[reaching - 1] <= time { reaching -= 1 }
      active.append(reaching)
      offsets.append(row)
      row += reaching
    }
    offsets.append(row)
    precondition(
      row == lengths.reduce(0, +) && lengths.allSatisfy { $0 > 0 },
      "lengths must descend and be at least 1: \(lengths)")
  }

  /// The number of sentences.
  package var count: Int { lengths.count }
  /// The number of time steps.
  package var steps: Int { active.count }
  /// The number of tokens.
  package var rows: Int { offsets[steps] }

  /// The row of the token of `sentence` at `time`.
  package func row(of sentence: Int, at time: Int) -> Int {
    offsets[time] + sentence
  }

  /// The row of the last token of `sentence`.
  package func lastRow(of sentence: Int) -> Int {
    offsets[lengths[sentence] - 1] + sentence
  }

  /// The row of the token at `time` when `sentence` is read from its other end.
  package func mirroredRow(of sentence: Int, at time: Int) -> Int {
    offsets[lengths[sentence] - 1 - time] + sentence
  }
}
