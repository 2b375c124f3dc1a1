import TensorKit
import Testing
import VectorSearch

@Suite struct ExactScanTests {
  static let metrics = Metric.allCases

  /// Every search, whatever its path and number of threads, against sorting all pairs.
  private func check(
    _ vectors: Matrix, _ queries: Matrix, count: Int, metric: Metric
  ) throws {
    let index = try FlatIndex(vectors: vectors, metric: metric)
    let expected = try index.referenceSearch(queries: queries, count: count)
    for threads in [1, 2, 3] {
      let pool = WorkerPool(threads: threads)
      #expect(try index.search(queries: queries, count: count, pool: pool) == expected)
      for isRough in [false, true] {
        let found = try index.search(
          queries: queries, options: SearchOptions(count: count), isRough: isRough, pool: pool)
        #expect(found == expected)
      }
      for row in 0..<min(queries.rows, 3) {
        let alone = Matrix(rows: 1, columns: queries.columns, values: queries.row(row))
        #expect(try index.search(queries: alone, count: count, pool: pool) == [expected[row]])
      }
    }
  }

  @Test(
    "the answer is that of the definition",
    arguments: metrics, [(0, 3), (1, 1), (15, 7), (17, 16), (255, 33), (600, 5)])
  func grid(metric: Metric, shape: (rows: Int, columns: Int)) throws {
    let vectors = randomMatrix(shape.rows, shape.columns, seed: 1)
    for queryCount in [0, 1, 5, 6, 13] {
      let queries = randomMatrix(queryCount, shape.columns, seed: 2)
      try check(vectors, queries, count: 10, metric: metric)
    }
  }

  @Test("any number of neighbors can be asked for", arguments: [0, 1, 100, 299, 300, 1000])
  func counts(count: Int) throws {
    let vectors = randomMatrix(300, 4, seed: 3)
    try check(vectors, randomMatrix(7, 4, seed: 4), count: count, metric: .cosine)
  }

  @Test("equally near vectors are sorted by id, however many they are", arguments: metrics)
  func ties(metric: Metric) throws {
    let few = randomMatrix(5, 6, seed: 5)
    let vectors = few.rows(at: (0..<700).map { $0 * 7 % 5 })
    try check(vectors, few, count: 9, metric: metric)
    let zeros = Matrix(rows: 600, columns: 6)
    let index = try FlatIndex(vectors: zeros, metric: metric)
    let found = try index.search(queries: few, count: 3, pool: WorkerPool(threads: 2))
    #expect(found.allSatisfy { $0.map(\.id) == [0, 1, 2] })
  }

  @Test("vectors that only rounding could confuse come in their exact order", arguments: metrics)
  func nearlyEqual(metric: Metric) throws {
    let base = randomMatrix(1, 64, seed: 6)
    let noise = randomMatrix(500, 64, seed: 7)
    let vectors = Matrix(rows: 500, columns: 64)
    for row in 0..<500 {
      for column in 0..<64 {
        vectors[row, column] = base[0, column] * 100 + noise[row, column] * 1e-5
      }
    }
    try check(vectors, randomMatrix(8, 64, seed: 8), count: 20, metric: metric)
  }

  @Test("sizes of all magnitudes are compared", arguments: metrics)
  func magnitudes(metric: Metric) throws {
    let vectors = randomMatrix(300, 8, seed: 9)
    for row in 0..<300 {
      for column in 0..<8 {
        vectors[row, column] *= [1e-30, 1e-10, 1, 1e10, 1e16][row % 5]
      }
    }
    let queries = randomMatrix(7, 8, seed: 10)
    for column in 0..<8 { queries[0, column] *= 1e-30 }
    try check(vectors, queries, count: 12, metric: metric)
  }

  @Test(
    "vectors that rough products confuse are told apart", arguments: metrics, [0.3, 0.01, 1e-3])
  func closeTogether(metric: Metric, spread: Float) throws {
    let base = randomMatrix(1, 40, seed: 11)
    let noise = randomMatrix(3000, 40, seed: 12)
    let vectors = Matrix(rows: 3000, columns: 40)
    for row in 0..<3000 {
      for column in 0..<40 {
        vectors[row, column] = base[0, column] + noise[row, column] * spread
      }
    }
    try check(vectors, randomMatrix(20, 40, seed: 13), count: 3, metric: metric)
  }

  @Test("thresholds and chosen rows mean the same for rough products", arguments: metrics)
  func roughOptions(metric: Metric) throws {
    let vectors = randomMatrix(2000, 24, seed: 14)
    let queries = randomMatrix(12, 24, seed: 15)
    let index = try FlatIndex(vectors: vectors, metric: metric)
    let pool = WorkerPool(threads: 2)
    let all = try index.referenceSearch(queries: queries, count: 2000)
    let threshold = all[0][30].score
    let ids = Set((0..<2000).filter { $0 % 3 == 1 })
    for isRough in [false, true] {
      let options = SearchOptions(count: 2000, threshold: threshold)
      let near = try index.search(queries: queries, options: options, isRough: isRough, pool: pool)
      for (found, expected) in zip(near, all) {
        #expect(
          found == expected.filter { metric == .l2 ? $0.score <= threshold : $0.score >= threshold }
        )
      }
      let some = try index.search(
        queries: queries, options: SearchOptions(count: 9, ids: ids), isRough: isRough, pool: pool)
      for (found, expected) in zip(some, all) {
        #expect(found == Array(expected.filter { $0.id % 3 == 1 }.prefix(9)))
      }
    }
  }

  @Test("the score is the cosine, the product or the distance")
  func scores() throws {
    let vectors = Matrix(rows: 2, columns: 2, values: [3, 4, 0, 2])
    let query = Matrix(rows: 1, columns: 2, values: [0, 5])
    let pool = WorkerPool(threads: 1)
    let expected: [Metric: [Neighbor]] = [
      .cosine: [.init(id: 1, score: 1), .init(id: 0, score: 0.8)],
      .dot: [.init(id: 0, score: 20), .init(id: 1, score: 10)],
      .l2: [.init(id: 1, score: 3), .init(id: 0, score: Float(10).squareRoot())],
    ]
    for (metric, neighbors) in expected {
      let index = try FlatIndex(vectors: vectors, metric: metric)
      #expect(try index.search(queries: query, count: 5, pool: pool) == [neighbors])
    }
  }

  @Test("queries that cannot be compared are errors")
  func refused() throws {
    let index = try FlatIndex(vectors: randomMatrix(5, 3, seed: 1), metric: .dot)
    let pool = WorkerPool(threads: 1)
    func search(_ values: [Float]) throws -> [[Neighbor]] {
      let queries = Matrix(rows: 2, columns: values.count / 2, values: values)
      return try index.search(queries: queries, count: 1, pool: pool)
    }
    #expect(throws: SearchError.wrongDimension(expected: 3, found: 2)) { try search([1, 2, 3, 4]) }
    #expect(throws: SearchError.notFinite(row: 1)) { try search([1, 2, 3, 4, .nan, 6]) }
    #expect(throws: SearchError.notFinite(row: 0)) { try search([.infinity, 2, 3, 4, 5, 6]) }
    #expect(throws: SearchError.tooLong(row: 1, limit: 1e18)) { try search([1, 2, 3, 4, 1e19, 6]) }
  }
}

/// Standard normal numbers, the same for the same seed.
func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var numbers = RandomStream(seed: seed, purpose: .testData)
  let values = (0..<rows * columns).map { _ in numbers.normal() }
  return Matrix(rows: rows, columns: columns, values: values)
}
