import CorpusAnalysis
import TensorKit
import Testing

@Suite("Clusters")
struct ClusterTests {
  private let set: UnitVectorSet = {
    // Without the zero vector and the near-duplicates of the fixture.
    let vectors = fixture(rows: 700, columns: 16, centers: 7, spread: 0.15)
    let rows = (0..<700).filter { $0 != 4 && $0 % 7 != 6 }
    // The set is small and finite, so this cannot fail.
    return (try? UnitVectorSet(vectors.rows(at: rows))) ?? UnitVectorSet(dimension: 16)
  }()

  @Test("k-means finds groups that lie apart, whatever the threads")
  func groups() throws {
    let results = try [1, 3].map {
      try SphericalKMeans(count: 6).clusters(of: set, pool: WorkerPool(threads: $0))
    }
    #expect(results[0] == results[1])
    let clusters = results[0]
    #expect(clusters.count == 6)
    #expect(clusters.flatMap(\.members).sorted() == Array(0..<set.count))
    for cluster in clusters {
      #expect(cluster.scores == cluster.scores.sorted(by: >))
      #expect(cluster.scores.allSatisfy { $0 > 0.8 })
      for member in cluster.members { #expect(set.cosine(member, cluster.central) > 0.7) }
    }
    #expect(clusters.map(\.members.count) == clusters.map(\.members.count).sorted(by: >))
  }

  @Test("The sum of cosines does not fall with more rounds")
  func rounds() throws {
    let pool = WorkerPool(threads: 2)
    let sums = try [1, 3, 30].map { rounds in
      try SphericalKMeans(count: 9, iterations: rounds).clusters(of: set, pool: pool)
        .flatMap(\.scores).reduce(0, +)
    }
    #expect(sums[0] <= sums[1] + 1e-3 && sums[1] <= sums[2] + 1e-3)
  }

  @Test("Equal vectors make one cluster, and none make none")
  func extremes() throws {
    let pool = WorkerPool(threads: 1)
    let equal = Matrix(rows: 5, columns: 3)
    equal.fill(1)
    let clusters = try SphericalKMeans(count: 4).clusters(of: UnitVectorSet(equal), pool: pool)
    #expect(clusters.map(\.members) == [[0, 1, 2, 3, 4]])
    #expect(
      try SphericalKMeans(count: 4).clusters(of: UnitVectorSet(dimension: 3), pool: pool).isEmpty)
  }

  @Test(
    "Communities are those of the definition, whatever the threads",
    arguments: [0.95, 0.8, 0.5, 2], [1, 20])
  func communities(threshold: Double, size: Int) throws {
    let all = cosines(set)
    let near = all.indices.map { row in
      all.indices.filter { $0 == row || all[row][$0] >= threshold }
    }
    var isFree = [Bool](repeating: true, count: set.count)
    var expected: [(center: Int, members: Set<Int>)] = []
    let order = near.indices.sorted { (near[$1].count, $0) < (near[$0].count, $1) }
    for center in order where isFree[center] {
      let members = near[center].filter { isFree[$0] }
      guard members.count >= size else { continue }
      for member in members { isFree[member] = false }
      expected.append((center, Set(members)))
    }
    for threads in [1, 2] {
      let found = try CommunityDetection(threshold: threshold, minimumSize: size)
        .clusters(of: set, pool: WorkerPool(threads: threads))
      #expect(found.map(\.central) == expected.map(\.center))
      #expect(found.map { Set($0.members) } == expected.map(\.members))
    }
  }

  @Test("Telling words are those of one group alone, the most frequent first")
  func words() {
    var telling = TellingWords(groups: 2)
    for sentence in ["The soup was hot.", "Hot soup!", "the bread was fresh"] {
      telling.add(sentence, group: 0)
    }
    for sentence in ["The staff was rude.", "the rude waiter", "The staff, the staff"] {
      telling.add(sentence, group: 1)
    }
    telling.add("the the the was was", group: nil)
    #expect(Set(telling.words(of: 0, count: 2)) == ["soup", "hot"])
    #expect(telling.words(of: 1, count: 1) == ["staff"])
    #expect(telling.words(of: 1, count: 0).isEmpty)
    var letters = TellingWords(groups: 1)
    letters.add("I don't, \u{732B} is", group: 0)
    #expect(Set(letters.words(of: 0, count: 9)) == ["don", "\u{732B}", "is"])
  }
}
