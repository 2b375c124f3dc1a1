/// A unigram language model: of all ways to cut a word into tokens, the most likely one.
///
/// The score of a token is its log probability; the best sum is found by Viterbi's algorithm. Kudo,
/// Subword Regularization: Improving Neural Network Translation Models with Multiple Subword
/// Candidates, 2018. A character that no token has costs ten more than the rarest token; runs of them
/// are one unknown token, or the tokens of their bytes.
struct UnigramModel: Equatable, Sendable {
  private static let unknownPenalty = 10.0

  let unknown: UInt32
  /// The log probability of every token: `[vocabulary]`.
  let scores: [Double]
  /// The token of each byte, where unknown characters are written as bytes; otherwise empty.
  let byteIDs: [UInt32]
  /// The tokens in the order of their bytes, to find those that a text begins with.
  private let order: [UInt32]
  private let unknownScore: Double

  /// A model; `byteIDs` has 256 tokens or none.
  init(scores: [Double], tokens: TokenTable, unknown: UInt32, byteIDs: [UInt32]) {
    precondition(scores.count <= tokens.count, "\(scores.count) scores, \(tokens.count) tokens")
    precondition(byteIDs.isEmpty || byteIDs.count == 256, "\(byteIDs.count) bytes")
    self.scores = scores
    self.unknown = unknown
    self.byteIDs = byteIDs
    order = scores.indices.sorted { tokens[$0].lexicographicallyPrecedes(tokens[$1]) }
      .map { UInt32($0) }
    unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
  }

  /// The best way to a place in a word.
  private struct Step {
    var start = -1
    var id: UInt32 = 0
    var score = 0.0

    mutating func improve(start: Int, id: UInt32, score: Double) {
      if self.start < 0 || score > self.score { self = Step(start: start, id: id, score: score) }
    }
  }

  /// Appends the tokens of a word to `output`, which has room for one per byte.
  func encode(_ word: [UInt8], _ tokens: TokenTable, _ output: inout TokenBuffer) {
    var steps = [Step](repeating: Step(), count: word.count + 1)
    var start = 0
    while start < word.count {
      var next = start + 1
      while next < word.count, word[next].continuesScalar { next += 1 }
      var isKnown = false
      forEachToken(in: word, from: start, tokens) { id, end in
        steps[end].improve(
          start: start, id: id, score: steps[start].score + scores[Int(id)])
        if end == next { isKnown = true }
      }
      if !isKnown {
        steps[next].improve(
          start: start, id: unknown, score: steps[start].score + unknownScore)
      }
      start = next
    }
    write(steps, word, tokens, &output)
  }

  /// Follows the best way back, joins unknown characters and appends the tokens.
  private func write(
    _ steps: [Step], _ word: [UInt8], _ tokens: TokenTable, _ output: inout TokenBuffer
  ) {
    var parts: [(range: Range<Int>, id: UInt32)] = []
    var end = word.count
    while end > 0 {
      let step = steps[end]
      if step.id == unknown, let last = parts.last, last.id == unknown {
        parts[parts.count - 1].range = step.start..<last.range.upperBound
      } else {
        parts.append((step.start..<end, step.id))
      }
      end = step.start
    }
    for (range, id) in parts.reversed() {
      guard id == unknown else {
        output.append(id)
        continue
      }
      let bytes = Array(word[range])
      if let joined = tokens.id(of: bytes), Int(joined) < scores.count {
        output.append(joined)
      } else if byteIDs.isEmpty {
        output.append(unknown)
      } else {
        for byte in bytes { output.append(byteIDs[Int(byte)]) }
      }
    }
  }

  /// Calls `body` with every token that the word has at `start`, and where it ends.
  private func forEachToken(
    in word: [UInt8], from start: Int, _ tokens: TokenTable, _ body: (UInt32, Int) -> Void
  ) {
    // The tokens that begin with the bytes read so far are consecutive in the order.
    var range = 0..<order.count
    var depth = 0
    while start + depth < word.count {
      let byte = word[start + depth]
      range = narrowed(range, depth: depth, byte: byte, tokens)
      depth += 1
      guard let first = range.first else { return }
      // The shortest of them comes first, and is the text itself if it is that long.
      if tokens[Int(order[first])].count == depth { body(order[first], start + depth) }
    }
  }

  /// The part of a range of tokens with equal beginnings whose next byte is `byte`.
  private func narrowed(
    _ range: Range<Int>, depth: Int, byte: UInt8, _ tokens: TokenTable
  ) -> Range<Int> {
    func firstIndex(_ isReached: (UInt8?) -> Bool) -> Int {
      var (low, high) = (range.lowerBound, range.upperBound)
      while low < high {
        let middle = (low + high) / 2
        let token = tokens[Int(order[middle])]
        let next = token.count > depth ? token[token.startIndex + depth] : nil
        if isReached(next) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    // A token that has ended comes before all that go on.
    let first = firstIndex { $0.map { $0 >= byte } ?? false }
    return first..<max(first, firstIndex { $0.map { $0 > byte } ?? false })
  }
}
