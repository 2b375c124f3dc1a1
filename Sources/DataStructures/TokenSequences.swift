/// A list of sentences as token ids, or as rows of a table of vectors, in one array.
package struct TokenSequences: Sendable {
  /// The rows of all sentences.
  package private(set) var tokens: [UInt32] = []
  /// Where each sentence begins; one more entry holds the number of tokens.
  package private(set) var starts = [0]

  /// No sentences.
  package init() {}

  /// Sentences from an array of all tokens and the place where each begins; none may be empty.
  package init(tokens: [UInt32], starts: [Int]) {
    precondition(
      starts.first == 0 && starts.last == tokens.count,
      "\(starts.count) starts, \(tokens.count) tokens")
    self.tokens = tokens
    self.starts = starts
  }

  /// Sentences, none of them empty.
  package init(_ sentences: [[UInt32]]) {
    for sentence in sentences { append { $0 += sentence } }
  }

  /// The number of sentences.
  package var count: Int { starts.count - 1 }

  /// The number of tokens of a sentence.
  package func length(_ sentence: Int) -> Int { starts[sentence + 1] - starts[sentence] }

  /// The tokens of a sentence.
  package subscript(sentence: Int) -> ArraySlice<UInt32> {
    tokens[starts[sentence]..<starts[sentence + 1]]
  }

  /// Each sentence as a list of its own.
  package var lists: [[UInt32]] { (0..<count).map { Array(self[$0]) } }

  /// Appends the sentence that `write` appends to the tokens; there must be at least one.
  package mutating func append(_ write: (inout [UInt32]) -> Void) {
    write(&tokens)
    precondition(tokens.count > starts[count], "a sentence without tokens")
    starts.append(tokens.count)
  }

  /// Appends a sentence of another list.
  package mutating func append(_ sentence: Int, of other: TokenSequences) {
    tokens.append(contentsOf: other.tokens[other.starts[sentence]..<other.starts[sentence + 1]])
    starts.append(tokens.count)
  }

  /// Appends the sentences of another list.
  package mutating func append(_ other: TokenSequences) {
    let base = tokens.count
    tokens.append(contentsOf: other.tokens)
    starts.append(contentsOf: other.starts.dropFirst().lazy.map { $0 + base })
  }

  /// Removes all sentences and keeps the memory.
  package mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    starts.removeLast(count)
  }

  /// The same sentences with the numbers of the tokens in their place: no two are alike.
  package var numbered: TokenSequences {
    var result = self
    result.tokens = (0..<UInt32(tokens.count)).map { $0 }
    return result
  }

  /// Where token `time` of a sentence stands, read from either end.
  package func index(_ sentence: Int, _ time: Int, reversed: Bool) -> Int {
    reversed ? starts[sentence + 1] - 1 - time : starts[sentence] + time
  }

  /// Token `time` of a sentence, read from either end.
  package func token(_ sentence: Int, _ time: Int, reversed: Bool = false) -> UInt32 {
    tokens[index(sentence, time, reversed: reversed)]
  }

  /// How many tokens two sentences share at the beginning.
  package func common(_ first: Int, _ second: Int, reversed: Bool) -> Int {
    let most = min(length(first), length(second))
    var time = 0
    while time < most,
      token(first, time, reversed: reversed) == token(second, time, reversed: reversed)
    { time += 1 }
    return time
  }

  /// The order of a dictionary; equal sentences by their numbers.
  package func precedes(_ first: Int, _ second: Int, reversed: Bool) -> Bool {
    let time = common(first, second, reversed: reversed)
    let (one, other) = (length(first), length(second))
    if time < one && time < other {
      return token(first, time, reversed: reversed) < token(second, time, reversed: reversed)
    }
    return one != other ? one < other : first < second
  }
}
