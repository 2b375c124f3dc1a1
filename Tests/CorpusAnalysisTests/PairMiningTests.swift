import CorpusAnalysis
import TensorKit
import Testing
import VectorSearch

@Suite("Mining of pairs")
struct PairMiningTests {
  /// The best pairs by looking at every one.
  private func plain(_ set: UnitVectorSet, threshold: Double, limit: Int) -> [SimilarPair] {
    var pairs: [SimilarPair] = []
    var scores: [Double] = []
    for first in 0..<set.count {
      for second in first + 1..<max(first + 1, set.count) {
        let score = set.cosine(first, second)
        guard score >= threshold else { continue }
        pairs.append(SimilarPair(first: first, second: second, score: Float(score)))
        scores.append(score)
      }
    }
    let order = pairs.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    return order.prefix(limit).map { pairs[$0] }
  }

  @Test(
    "Pairs are those of a comparison of all, whatever the threads",
    arguments: [0, 1, 2, 129, 640], [0.9, 0.5, -1])
  func exact(count: Int, threshold: Double) throws {
    let set = try UnitVectorSet(fixture(rows: count, columns: 13))
    for limit in [5, 100_000] {
      let expected = plain(set, threshold: threshold, limit: limit)
      for threads in [1, 3] {
        for isRough in [false, true] {
          var mining = PairMining(threshold: threshold, limit: limit)
          mining.isRough = isRough
          let found = try mining.pairs(of: set, pool: WorkerPool(threads: threads))
          #expect(found == expected, "\(found.count) of \(expected.count), rough: \(isRough)")
        }
      }
    }
  }

  @Test("Rough products lose no pair among many that are equally alike", arguments: [7, 130])
  func nearTies(dimension: Int) throws {
    let vectors = Matrix(rows: 240, columns: dimension)
    var random = RandomStream(seed: 2, purpose: .testData)
    for row in 0..<vectors.rows {
      for column in 0..<dimension { vectors[row, column] = 1 + 0.02 * random.normal() }
    }
    let set = try UnitVectorSet(vectors)
    var mining = PairMining(threshold: 0.5, limit: 300)
    mining.isRough = true
    let found = try mining.pairs(of: set, pool: WorkerPool(threads: 2))
    let expected = plain(set, threshold: 0.5, limit: 300)
    #expect(found == expected)
    // Less apart than bfloat16 can tell.
    #expect(expected[0].score - expected[299].score < 0x1p-9)
  }

  @Test("Vectors of several blocks are compared across them, and the work is counted")
  func blocks() throws {
    // A vector in the first block and one in the second are equal; all others are far apart.
    let count = 4_100
    let vectors = Matrix(rows: count, columns: 4)
    var random = RandomStream(seed: 1, purpose: .testData)
    for row in 0..<count { for column in 0..<4 { vectors[row, column] = random.normal() } }
    vectors.copyRow(4_098, from: vectors, 17)
    let set = try UnitVectorSet(vectors)
    var reports: [Int] = []
    let found = try PairMining(threshold: 0.999_999, limit: 3)
      .pairs(of: set, pool: WorkerPool(threads: 2)) { done, total in
        #expect(total == count * (count - 1) / 2)
        reports.append(done)
      }
    #expect(found.contains { $0.first == 17 && $0.second == 4_098 })
    #expect(reports.last == count * (count - 1) / 2 && reports == reports.sorted())
  }

  @Test("Of equal pairs those of lower rows are kept")
  func ties() throws {
    let vectors = Matrix(rows: 9, columns: 2)
    for row in 0..<9 { vectors[row, 0] = 2 }
    let pairs = try PairMining(threshold: 0.5, limit: 3)
      .pairs(of: UnitVectorSet(vectors), pool: WorkerPool(threads: 2))
    #expect(pairs.map(\.first) == [0, 0, 0] && pairs.map(\.second) == [1, 2, 3])
  }

  @Test("Vectors that are not finite are refused with their number")
  func refusals() throws {
    var set = try UnitVectorSet(fixture(rows: 10, columns: 3))
    let bad = Matrix(rows: 2, columns: 3)
    bad[1, 2] = .infinity
    #expect(throws: SearchError.notFinite(row: 11)) { try set.append(bad) }
    #expect(throws: SearchError.wrongDimension(expected: 3, found: 2)) {
      try set.append(Matrix(rows: 1, columns: 2))
    }
  }
}
