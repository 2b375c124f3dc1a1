import DataStructures

/// The distinct prefixes of some sentences, level by level: what an encoder has to compute.
///
/// The state after a prefix does not depend on what follows, so sentences with a common prefix
/// share it. Level t holds the prefixes of t + 1 tokens, each a node. Its parent is the prefix
/// without the last token, in the level above.
///
/// ```
/// a b c, a b, a d      levels  a | ab ad | abc      parents  – | 0 0 | 0
/// ```
package struct PrefixTree: Sendable {
  /// The first node of each level; one more entry holds the number of nodes.
  package private(set) var offsets: [Int] = []
  /// The last token of each node.
  package private(set) var tokens: [UInt32] = []
  /// The position of each node's parent in the level above; 0 in the first level.
  package private(set) var parents: [UInt32] = []
  /// For each level the sentences that end there, with the positions of their nodes in the level.
  private(set) var ends: [[(place: Int, sentence: Int)]] = []
  /// The node of every token of every sentence, in the order of the list.
  private(set) var nodes: [UInt32] = []
  /// The number of nodes of the largest level.
  private(set) var largestLevel = 0

  /// The prefixes of sentences, or with `reversed` those of the sentences read backward.
  package init(_ sentences: TokenSequences, reversed: Bool = false) {
    let order = (0..<sentences.count).sorted { sentences.precedes($0, $1, reversed: reversed) }
    let shared = count(sentences, order, reversed)
    number(sentences, order, shared, reversed)
  }

  /// Makes every node read the output of the same node in the layer below.
  mutating func readNodes() {
    tokens = (0..<UInt32(tokens.count)).map { $0 }
  }

  /// The number of levels.
  var levelCount: Int { offsets.count - 1 }

  /// The nodes of a level.
  func level(_ level: Int) -> Range<Int> { offsets[level]..<offsets[level + 1] }

  /// The number of nodes of a level; 0 after the last.
  func count(_ level: Int) -> Int { level < levelCount ? self.level(level).count : 0 }

  /// Fills `offsets`; returns the number of tokens that each sentence shares with the one before.
  private mutating func count(
    _ sentences: TokenSequences, _ order: [Int], _ reversed: Bool
  ) -> [Int] {
    var counts: [Int] = []
    var shared: [Int] = []
    for (place, sentence) in order.enumerated() {
      let length = sentences.length(sentence)
      let common =
        place > 0 ? sentences.common(order[place - 1], sentence, reversed: reversed) : 0
      shared.append(common)
      while counts.count < length { counts.append(0) }
      for level in common..<max(common, length) { counts[level] += 1 }
    }
    offsets = [0]
    for count in counts { offsets.append(offsets[offsets.count - 1] + count) }
    largestLevel = counts.max() ?? 0
    return shared
  }

  /// Assigns a node to every prefix.
  private mutating func number(
    _ sentences: TokenSequences, _ order: [Int], _ shared: [Int], _ reversed: Bool
  ) {
    let nodeCount = offsets[levelCount]
    tokens = Array(repeating: 0, count: nodeCount)
    parents = tokens
    nodes = Array(repeating: 0, count: sentences.tokens.count)
    ends = Array(repeating: [], count: levelCount)
    // The positions of the prefixes of the current sentence, and of the next new node of each
    // level.
    var path = Array(repeating: 0, count: levelCount)
    var next = path
    for (sentence, common) in zip(order, shared) {
      let length = sentences.length(sentence)
      for level in 0..<length {
        if level >= common {
          path[level] = next[level]
          next[level] += 1
          let node = offsets[level] + path[level]
          tokens[node] = sentences.token(sentence, level, reversed: reversed)
          parents[node] = level > 0 ? UInt32(path[level - 1]) : 0
        }
        nodes[sentences.index(sentence, level, reversed: reversed)] = UInt32(
          offsets[level] + path[level])
      }
      ends[length - 1].append((path[length - 1], sentence))
    }
  }
}
