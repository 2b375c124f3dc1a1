import CorpusAnalysis
import DataStructures
import FileFormats
import TensorKit

/// A division of the points into groups of one color each.
public struct PointGrouping: Equatable, Sendable {
  /// What divides them, such as `clusters` or the name of a column.
  public let name: String
  /// The names of the groups, the largest first.
  public let groups: [String]
  /// The number of the group of every point.
  public let numbers: [Int]

  /// Groups with a color of their own; the others share the last one.
  static let mostLabels = 10

  /// The clusters of vectors by k-means, named by the words that tell each from the others.
  ///
  /// - Throws: `SearchError` for vectors that are not finite, and what `progress` throws.
  public init(
    clusters count: Int, of vectors: Matrix, sentences: [String], seed: UInt64, pool: WorkerPool,
    progress: (Int) throws -> Void = { _ in }
  ) throws {
    let clusters = try SphericalKMeans(count: count, seed: seed).clusters(
      of: UnitVectorSet(vectors), pool: pool, progress: progress)
    var numbers = [Int](repeating: 0, count: vectors.rows)
    var telling = TellingWords(groups: clusters.count)
    for (number, cluster) in clusters.enumerated() {
      for member in cluster.members {
        numbers[member] = number
        telling.add(sentences[member], group: number)
      }
    }
    name = "clusters"
    groups = clusters.indices.map { number in
      let words = telling.words(of: number, count: 4)
      return words.isEmpty ? "group \(number + 1)" : words.joined(separator: ", ")
    }
    self.numbers = numbers
  }

  /// The values of a column, one for each point, the most frequent first; rare ones share a group.
  public init(column name: String, values: [String]) {
    self.name = name
    var counts: [UTF8Key: Int] = [:]
    for value in values { counts[UTF8Key(value), default: 0] += 1 }
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let isCut = sorted.count > Self.mostLabels
    let own = sorted.prefix(isCut ? Self.mostLabels - 1 : Self.mostLabels)
    let places = Dictionary(uniqueKeysWithValues: own.enumerated().map { ($1, $0) })
    groups =
      own.map(\.text).map { $0.isEmpty ? "(empty)" : PageText.cut($0, to: 100) }
      + (isCut ? ["others"] : [])
    numbers = values.map { places[UTF8Key($0)] ?? own.count }
  }

  var json: JSONValue {
    [
      "name": .string(name), "groups": .array(groups.map { .string($0) }),
      "of": .array(numbers.map { .integer($0) }),
    ]
  }
}
