/// Learns the merges of byte-pair encoding from counted words.
///
/// Always merges the most frequent pair, on ties the one with the lowest ids. The counts
/// of pairs are kept up to date while merging, each word being visited only for pairs it contains;
/// a heap finds the best one. The same merges as the trainer of Hugging Face tokenizers.
struct BytePairTrainer {
  /// A pair of tokens and where it occurs.
  private struct Pair {
    let key: UInt64
    var count = 0
    /// Words that have contained the pair, in order; some may have lost it since.
    var words: [Int32] = []
    /// A pair occurs again after its merge if one of its tokens is then made in a second way.
    var isMerged = false
  }

  /// An entry of the heap, stale if the count of its pair has changed since.
  private struct Candidate: Comparable {
    let count: Int
    let key: UInt64
    let pair: Int32

    /// The candidate to merge first is the smallest.
    static func < (left: Candidate, right: Candidate) -> Bool {
      left.count != right.count ? left.count > right.count : left.key < right.key
    }
  }

  /// All tokens: those given, then one for each merge that made a new one.
  private(set) var tokens: TokenTable
  private let byteIDs: [UInt32]
  /// The merges that come first, and their pairs.
  private let earlier: [BytePairModel.Merge]
  private let earlierPairs: Set<UInt64>
  /// The symbols of all words; word `w` has `lengths[w]` of them from `starts[w]` on.
  private var symbols: [UInt32] = []
  private var starts: [Int] = []
  private var lengths: [Int] = []
  private let counts: [Int]
  private var pairs: [Pair] = []
  private var pairNumbers: [UInt64: Int32] = [:]
  private var heap = MinimumHeap<Candidate>()
  /// Pairs that the current merge has made more frequent.
  private var grown: [Int32] = []

  init(words: [(word: [UInt8], count: Int)], byteIDs: [UInt32], tokens: TokenTable) {
    (self.byteIDs, self.tokens) = (byteIDs, tokens)
    (earlier, earlierPairs) = ([], [])
    counts = words.map(\.count)
    for (word, _) in words {
      starts.append(symbols.count)
      lengths.append(word.count)
      symbols += word.map { byteIDs[Int($0)] }
    }
  }

  /// Goes on where the merges of a model end: its words begin as the tokens of the model.
  init(
    words: [(word: [UInt8], count: Int)], continuing model: BytePairModel, tokens: TokenTable
  ) {
    (byteIDs, self.tokens) = (model.byteIDs, tokens)
    earlier = model.merges
    earlierPairs = Set(model.merges.map { PairTable.key($0.left, $0.right) })
    counts = words.map(\.count)
    var scratch = EncodingScratch()
    for (word, _) in words {
      starts.append(symbols.count)
      scratch.text.assign(word.span)
      scratch.output.truncate(to: 0)
      scratch.output.reserve(word.count)
      model.encode(scratch.text.view, 0..<word.count, &scratch.merging, &scratch.output)
      scratch.output.append(to: &symbols)
      lengths.append(scratch.output.count)
    }
  }

  /// Merges until there are `vocabularySize` tokens or no pair occurs `minimumCount` times.
  mutating func train(vocabularySize: Int, minimumCount: Int) -> BytePairModel {
    countPairs()
    var merges = earlier
    while tokens.count < vocabularySize, let best = heap.pop() {
      let count = pairs[Int(best.pair)].count
      guard count == best.count else {
        if count > 0 { heap.push(Candidate(count: count, key: best.key, pair: best.pair)) }
        continue
      }
      guard count >= max(minimumCount, 1) else { break }
      let left = UInt32(best.key >> 32)
      let right = UInt32(truncatingIfNeeded: best.key)
      let spelled = Array(tokens[Int(left)]) + Array(tokens[Int(right)])
      let result = tokens.insert(spelled.span).id
      if !pairs[Int(best.pair)].isMerged {
        merges.append(.init(left: left, right: right, result: result))
      }
      merge(best.pair, left, right, result)
    }
    guard let model = BytePairModel(byteIDs: byteIDs, merges: merges) else {
      preconditionFailure("a pair was merged twice among \(merges.count) merges")
    }
    return model
  }

  private mutating func countPairs() {
    for word in counts.indices {
      let range = starts[word]..<starts[word] + lengths[word]
      for index in range.dropFirst() {
        change(symbols[index - 1], symbols[index], by: counts[word], in: Int32(word))
      }
    }
    pushGrown()
  }

  /// Replaces a pair by one token in every word that contains it.
  private mutating func merge(_ pair: Int32, _ left: UInt32, _ right: UInt32, _ result: UInt32) {
    let words = pairs[Int(pair)].words
    pairs[Int(pair)].words = []
    pairs[Int(pair)].isMerged = true
    for word in words { merge(in: word, left, right, result) }
    pairs[Int(pair)].count = 0
    pushGrown()
  }

  private mutating func merge(in word: Int32, _ left: UInt32, _ right: UInt32, _ result: UInt32) {
    let count = counts[Int(word)]
    let start = starts[Int(word)]
    let end = start + lengths[Int(word)]
    var target = start
    var source = start
    while source < end {
      let symbol = symbols[source]
      guard symbol == left, source + 1 < end, symbols[source + 1] == right else {
        symbols[target] = symbol
        source += 1
        target += 1
        continue
      }
      if target > start {
        change(symbols[target - 1], left, by: -count, in: word)
        change(symbols[target - 1], result, by: count, in: word)
      }
      if source + 2 < end {
        change(right, symbols[source + 2], by: -count, in: word)
        change(result, symbols[source + 2], by: count, in: word)
      }
      symbols[target] = result
      source += 2
      target += 1
    }
    lengths[Int(word)] = target - start
  }

  private mutating func change(_ left: UInt32, _ right: UInt32, by count: Int, in word: Int32) {
    let key = PairTable.key(left, right)
    let number = pairNumbers[key] ?? Int32(pairs.count)
    if number == pairs.count {
      pairNumbers[key] = number
      pairs.append(Pair(key: key, isMerged: earlierPairs.contains(key)))
    }
    pairs[Int(number)].count += count
    guard count > 0 else { return }
    if pairs[Int(number)].words.last != word { pairs[Int(number)].words.append(word) }
    if grown.last != number { grown.append(number) }
  }

  private mutating func pushGrown() {
    for number in Set(grown).sorted() where pairs[Int(number)].count > 0 {
      let pair = pairs[Int(number)]
      heap.push(Candidate(count: pair.count, key: pair.key, pair: number))
    }
    grown.removeAll(keepingCapacity: true)
  }
}
