import DataStructures
import Foundation
import LatentSemanticAnalysis

/// The words that tell a group of sentences from all.
///
/// ```
/// weight of word w in group g = p(w in g) · ln(p(w in g) / p(w in all))²
/// ```
/// with p the share of the words there, for words that are more frequent in the group than in all. It is
/// what a word adds to the divergence of both (Kullback and Leibler 1951), with the logarithm once more,
/// so that words which are everywhere stay behind in groups of a few dozen sentences too. Single letters of
/// ASCII do not count: most are what is left of "don't" and "I'd".
public struct TellingWords: Sendable {
  private var counts: [[UTF8Key: Int]]
  private var totals: [UTF8Key: Int] = [:]

  /// Counts no words yet, of this many groups.
  public init(groups: Int) {
    counts = Array(repeating: [:], count: groups)
  }

  /// Counts the words of a sentence of a group; nil for a sentence of none, which also tells how
  /// common its words are.
  public mutating func add(_ sentence: String, group: Int?) {
    for word in WordSplitter.words(of: sentence) where Self.isCounted(word) {
      let key = UTF8Key(word)
      totals[key, default: 0] += 1
      if let group { counts[group][key, default: 0] += 1 }
    }
  }

  /// The `count` words with the highest weights in a group, best first; of equal ones the more frequent,
  /// then by their bytes.
  public func words(of group: Int, count: Int) -> [String] {
    let all = Double(max(1, totals.values.reduce(0, +)))
    let size = Double(max(1, counts[group].values.reduce(0, +)))
    return counts[group].map { word, found in
      let share = Double(found) / size
      let surprise = max(0, log(share * all / Double(totals[word] ?? found)))
      let weight = share * surprise * surprise
      return (word: word, found: found, weight: weight)
    }.sorted { ($1.weight, $1.found, $0.word) < ($0.weight, $0.found, $1.word) }
      .prefix(count).map(\.word.text)
  }

  private static func isCounted(_ word: String) -> Bool {
    word.utf8.count > 1 && word.unicodeScalars.contains { $0.properties.isAlphabetic }
  }
}
