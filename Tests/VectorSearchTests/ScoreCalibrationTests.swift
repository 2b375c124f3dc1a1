import FileFormats
import TensorKit
import TestSupport
import Testing
import VectorSearch

@Suite struct ScoreCalibrationTests {
  @Test("a percentile is the share of pairs that are less near, with half of the ties")
  func definition() throws {
    // Distances 1, 2, 3, 4, 6 and 7 between four places on a line.
    let places = Matrix(rows: 4, columns: 1, values: [0, 1, 3, 7])
    let calibration = try #require(
      ScoreCalibration(of: try FlatIndex(vectors: places, metric: .l2)))
    #expect(calibration.scores == [1, 2, 3, 4, 6, 7])
    let far: [(Float, Double)] = [(0, 100), (1, 550.0 / 6), (3.5, 50), (7, 50.0 / 6), (8, 0)]
    for (score, percentile) in far { #expect(calibration.percentile(of: score) == percentile) }

    // Products 3, 7 and 21, and three zeros.
    let products = try #require(
      ScoreCalibration(of: try FlatIndex(vectors: places, metric: .dot)))
    let near: [(Float, Double)] = [(-1, 0), (0, 25), (1, 50), (7, 75), (22, 100)]
    for (score, percentile) in near { #expect(products.percentile(of: score) == percentile) }
  }

  @Test("identical vectors are at the middle percentile", arguments: Metric.allCases)
  func ties(metric: Metric) throws {
    let same = Matrix(rows: 300, columns: 2, values: [Float](repeating: 0.5, count: 600))
    let index = try FlatIndex(vectors: same, metric: metric)
    let calibration = try #require(ScoreCalibration(of: index))
    #expect(calibration.percentile(of: index.score(between: 0, and: 7)) == 50)
  }

  @Test("drawn pairs stand for all pairs", arguments: Metric.allCases)
  func sample(metric: Metric) throws {
    let index = try FlatIndex(vectors: randomMatrix(500, 3, seed: 1), metric: metric)
    let all = try #require(ScoreCalibration(of: index, pairs: 500 * 499 / 2))
    #expect(all.scores.count == 500 * 499 / 2)
    let drawn = try #require(ScoreCalibration(of: index))
    #expect(drawn.scores.count == 20_000)
    // The largest deviation exceeds 1.4 points in one of a thousand samples (Massart 1990).
    for place in stride(from: 0, to: all.scores.count, by: 997) {
      let score = all.scores[place]
      #expect(abs(drawn.percentile(of: score) - all.percentile(of: score)) < 1.4)
    }
    #expect(ScoreCalibration(of: index)?.scores == drawn.scores)
    #expect(ScoreCalibration(of: index, seed: 2)?.scores != drawn.scores)
  }

  @Test("no vector is paired with itself, and small indexes are looked at in full")
  func distinct() throws {
    for (count, pairs) in [(2, 1), (3, 3), (4, 6), (5, 7), (40, 7)] {
      let places = Matrix(rows: count, columns: 1, values: (0..<count).map { Float($0) })
      let calibration = try #require(
        ScoreCalibration(of: try FlatIndex(vectors: places, metric: .l2), pairs: 7))
      #expect(calibration.scores.count == pairs)
      #expect(calibration.scores.allSatisfy { $0 >= 1 && $0 < Float(count) })
    }
    for count in 0..<2 {
      #expect(ScoreCalibration(of: try FlatIndex(vectors: Matrix(rows: count, columns: 3))) == nil)
    }
  }

  @Test(
    "two vectors have the score that search gives, from memory and from a file",
    arguments: Metric.allCases)
  func scores(metric: Metric) throws {
    let vectors = randomMatrix(230, 7, seed: 3)
    let exact = try FlatIndex(vectors: vectors, metric: metric)
    let folder = try TemporaryFolder()
    let path = folder.file("x.index")
    let file = try buildIndex(
      path, vectors, IndexDesign(dimension: 7, metric: metric, hasSentences: false))
    let found = try exact.search(
      queries: vectors.rows(at: 0..<5), count: 230, pool: WorkerPool(threads: 1))
    for query in 0..<5 {
      for neighbor in found[query] {
        #expect(exact.score(between: query, and: neighbor.id) == neighbor.score)
        #expect(file.score(between: neighbor.id, and: query) == neighbor.score)
      }
    }
    #expect(ScoreCalibration(of: file)?.scores == ScoreCalibration(of: exact)?.scores)
  }
}
