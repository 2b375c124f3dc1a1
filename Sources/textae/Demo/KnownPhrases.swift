/// Which tokens follow one another in known text: tells sentences from salad.
///
/// A sentence that a decoder made is taken for one if all its pairs of tokens are frequent enough. Many
/// good sentences fail this, but few bad ones pass.
struct KnownPhrases {
  /// A new pair must occur this often.
  private static let leastCount = 4
  /// This share of the new triples must occur.
  private static let leastShare = 1.0 / 3

  private var pairs: [UInt64: Int] = [:]
  private var triples: Set<UInt64> = []
  private let tokens: (String) -> [UInt32]

  /// Counts the pairs and triples of sentences, which `tokens` cuts to tokens, each with its end token.
  init(_ sentences: [String], tokens: @escaping (String) -> [UInt32]) {
    self.tokens = tokens
    for sentence in sentences {
      let keys = Keys(tokens(sentence))
      for pair in keys.pairs { pairs[pair, default: 0] += 1 }
      triples.formUnion(keys.triples)
    }
  }

  /// The share of a text's new triples that are known; nil if the text does not read like a sentence.
  ///
  /// What `sources`, which are sentences, have is not new.
  func fluency(of text: String, besides sources: [String]) -> Double? {
    let own = sources.map { Keys(tokens($0)) }
    let keys = Keys(tokens(text))
    let newPairs = Set(keys.pairs).subtracting(own.flatMap(\.pairs))
    let newTriples = Set(keys.triples).subtracting(own.flatMap(\.triples))
    guard newPairs.allSatisfy({ pairs[$0, default: 0] >= Self.leastCount }) else { return nil }
    guard !newTriples.isEmpty else { return 1 }
    let share = Double(newTriples.count(where: triples.contains)) / Double(newTriples.count)
    return share >= Self.leastShare ? share : nil
  }

  /// Neighboring tokens as numbers; a sentence begins after a token of its own.
  private struct Keys {
    let pairs: [UInt64]
    let triples: [UInt64]

    init(_ tokens: [UInt32]) {
      // 21 bits a token; vocabularies are smaller.
      let all = [0] + tokens.map { UInt64($0) + 1 }
      pairs = zip(all, all.dropFirst()).map { $0 << 21 | $1 }
      triples = zip(pairs, all.dropFirst(2)).map { $0 << 21 | $1 }
    }
  }
}
