import DataStructures
import Foundation
import LatentSemanticAnalysis

/// The words that tell a group of sentences from the others: class TF-IDF (Grootendorst 2022).
///
/// ```
/// weight of word w in group g = (count of w in g / words of g) · ln(1 + A / count of w)
/// ```
/// with A the mean number of words of a group. All sentences of a group count as one text.
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
    for word in WordSplitter.words(of: sentence) where Self.hasLetter(word) {
      let key = UTF8Key(word)
      totals[key, default: 0] += 1
      if let group { counts[group][key, default: 0] += 1 }
    }
  }

  /// The `count` words with the highest weights in a group, best first, equal ones by their bytes.
  public func words(of group: Int, count: Int) -> [String] {
    let sizes = counts.map { $0.values.reduce(0, +) }
    let mean = Double(totals.values.reduce(0, +)) / Double(max(1, counts.count))
    let size = Double(max(1, sizes[group]))
    return counts[group].map { word, found in
      (word: word, weight: Double(found) / size * log(1 + mean / Double(totals[word] ?? found)))
    }.sorted { $0.weight != $1.weight ? $0.weight > $1.weight : $0.word < $1.word }
      .prefix(count).map(\.word.text)
  }

  private static func hasLetter(_ word: String) -> Bool {
    word.unicodeScalars.contains { $0.properties.isAlphabetic }
  }
}
