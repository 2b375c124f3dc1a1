import SkipGram

/// Finds for the words that a draft lacks or adds their counterparts, by word vectors.
///
/// A word of the sentence that is missing and has no similar new word is lost, and a new word that is similar
/// to no word of the sentence is invented. Words that the vectors do not know are not taken for invented.
final class WordMatch {
  private let vectors: SkipGramModel?
  private let own: Set<String>
  private var similarities: [[String]: Bool] = [:]

  /// The least cosine of counterparts.
  private static let leastSimilarity: Float = 0.4
  /// Forms of a word begin with so many equal letters.
  private static let prefix = 4

  /// For a sentence with these words, small words left out.
  init(_ words: [String], _ vectors: SkipGramModel?) {
    own = Set(words)
    self.vectors = vectors
  }

  /// The share of the words of the sentence that a draft with these words has lost, 0 to 1, and how many it
  /// has invented.
  ///
  /// Without vectors any new word may stand for a missing one.
  func changes(_ words: [String]) -> (lost: Double, invented: Int) {
    let others = Set(words)
    let (missing, new) = (own.subtracting(others), others.subtracting(own))
    let lost: Int
    var invented = 0
    if let vectors {
      lost = missing.count { word in !new.contains { isSimilar(word, $0) } }
      invented = new.count { word in
        vectors.vector(of: word) != nil && !own.contains { isSimilar(word, $0) }
      }
    } else {
      lost = max(0, missing.count - new.count)
    }
    return (own.isEmpty ? 0 : Double(lost) / Double(own.count), invented)
  }

  private func isSimilar(_ first: String, _ second: String) -> Bool {
    if let known = similarities[[first, second]] { return known }
    let similar =
      first.count >= Self.prefix && first.prefix(Self.prefix) == second.prefix(Self.prefix)
      || ((try? vectors?.similarity(first, second)) ?? 0) >= Self.leastSimilarity
    similarities[[first, second]] = similar
    return similar
  }
}
