import DataStructures

/// Pairs of sentences: sentence i of one list belongs to sentence i of the other.
package struct SentencePairs {
  package private(set) var first = TokenSequences()
  package private(set) var second = TokenSequences()

  /// No pairs.
  package init() {}

  package var count: Int { first.count }

  /// The tokens of both sentences of a pair.
  func length(_ pair: Int) -> Int { first.length(pair) + second.length(pair) }

  /// Appends sentences 2 · `pair` and 2 · `pair` + 1 of a list.
  package mutating func append(_ pair: Int, of list: TokenSequences) {
    first.append(2 * pair, of: list)
    second.append(2 * pair + 1, of: list)
  }
}
