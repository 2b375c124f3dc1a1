import DataStructures
import Tokenization

/// The different words of a corpus, each as its tokens, with their counts.
///
/// Letters: V tokens.
struct WordTypes {
  /// How often each token is a word of its own: [V].
  private(set) var wholeCounts: [Int]
  /// Words of several tokens, the rarest first, and how often each occurs.
  private(set) var composed: [(tokens: [UInt32], count: Int)] = []

  /// At most this many different words of several tokens are kept: those that come first.
  static let capacity = 200_000

  /// The words of a corpus whose tokens are below `vocabularySize`.
  init(of corpus: TokenFile, _ features: LexicalFeatures, vocabularySize: Int) throws {
    var counts: [[UInt32]: Int] = [:]
    var wholeCounts = [Int](repeating: 0, count: vocabularySize)
    for index in 0..<corpus.chunkCount {
      let chunk = try corpus.chunk(index)
      for sentence in 0..<chunk.count {
        features.forEachWord(of: chunk[sentence]) { word in
          if word.count == 1 {
            wholeCounts[Int(word[word.startIndex])] += 1
          } else {
            let tokens = Array(word)
            if counts.count < Self.capacity || counts[tokens] != nil {
              counts[tokens, default: 0] += 1
            }
          }
        }
      }
    }
    self.wholeCounts = wholeCounts
    composed = counts.map { (tokens: $0.key, count: $0.value) }
      .sorted { first, second in
        first.count != second.count
          ? first.count < second.count : first.tokens.lexicographicallyPrecedes(second.tokens)
      }
  }
}
