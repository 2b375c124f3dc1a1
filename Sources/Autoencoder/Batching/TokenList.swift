/// Sentences as token ids, one after the other.
struct TokenList: Sendable {
  /// The ids of all sentences.
  private(set) var tokens: [UInt32] = []
  /// Where each sentence begins; one more entry holds the number of ids.
  private(set) var starts = [0]

  /// The number of sentences.
  var count: Int { starts.count - 1 }

  /// The number of tokens of a sentence.
  func length(_ sentence: Int) -> Int { starts[sentence + 1] - starts[sentence] }

  /// Token `time` of a sentence.
  func token(_ sentence: Int, _ time: Int) -> UInt32 { tokens[starts[sentence] + time] }

  /// Appends the sentence that `write` appends to the ids.
  mutating func append(_ write: (inout [UInt32]) -> Void) {
    write(&tokens)
    precondition(tokens.count > starts[count], "a sentence of no tokens, not even an end mark")
    starts.append(tokens.count)
  }

  /// Appends the sentences of another list.
  mutating func append(_ other: TokenList) {
    let base = tokens.count
    tokens.append(contentsOf: other.tokens)
    starts.append(contentsOf: other.starts.dropFirst().lazy.map { $0 + base })
  }

  /// Forgets all sentences and keeps the memory.
  mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    starts.removeLast(count)
  }
}
