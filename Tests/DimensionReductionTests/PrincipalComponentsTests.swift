import DimensionReduction
import TensorKit
import TestSupport
import Testing

@Suite("Principal components")
struct PrincipalComponentsTests {
  private let pool = WorkerPool(threads: 2)
  private let vectors = Matrix.cloud(rows: 300, columns: 9)

  @Test("Directions are orthonormal, and variances are those of the codes")
  func directions() throws {
    let pca = try PrincipalComponents(fitting: vectors, dimension: 4, pool: pool)
    for i in 0..<4 {
      for j in 0..<4 {
        let product = dotProduct(
          pca.components.row(i).map(Double.init), pca.components.row(j).map(Double.init))
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-5)
      }
    }
    let codes = try pca.reduce(vectors, pool: pool)
    for i in 0..<4 {
      let column = (0..<codes.rows).map { Double(codes[$0, i]) }
      let mean = column.reduce(0, +) / 300
      #expect(abs(mean) < 1e-4)
      let variance = column.reduce(0) { $0 + $1 * $1 } / 300
      #expect(abs(variance - pca.variances[i]) < 1e-4 * pca.variances[0])
    }
    #expect(pca.variances == pca.variances.sorted(by: >))
  }

  @Test("What is lost is the variance of the directions left out, and with all of them nothing is")
  func restored() throws {
    for dimension in [1, 4, 9] {
      let pca = try PrincipalComponents(fitting: vectors, dimension: dimension, pool: pool)
      let restored = try pca.restore(try pca.reduce(vectors, pool: pool), pool: pool)
      var lost = 0.0
      for row in 0..<300 { lost += Metric.l2(vectors, row: row, restored, row: row).squared }
      let expected = pca.totalVariance * (1 - pca.explainedVariance)
      #expect(abs(lost / 300 - expected) < 1e-3 * pca.totalVariance)
    }
  }

  @Test("The randomized solver finds the same, and its result does not depend on threads")
  func randomized() throws {
    let exact = try PrincipalComponents(
      fitting: vectors, dimension: 3, solver: .exact, pool: pool)
    let random = try [1, 3].map { threads in
      try PrincipalComponents(
        fitting: vectors, dimension: 3, solver: .randomized, pool: WorkerPool(threads: threads))
    }
    #expect(random[0].components.values == random[1].components.values)
    for i in 0..<3 {
      let similarity = cosine(
        exact.components.row(i).map(Double.init), random[0].components.row(i).map(Double.init))
      #expect(abs(abs(similarity) - 1) < 1e-4)
      #expect(abs(exact.variances[i] / random[0].variances[i] - 1) < 1e-3)
    }
    #expect(abs(exact.totalVariance / random[0].totalVariance - 1) < 1e-3)
  }

  @Test("A code has the same bits alone, and a prefix has the first components")
  func alone() throws {
    let pca = try PrincipalComponents(fitting: vectors, dimension: 5, pool: pool)
    let codes = try pca.reduce(vectors, pool: pool)
    let alone = try pca.reduce(vectors.rows(at: [17]), pool: pool)
    #expect(alone.values == codes.row(17))
    let short = try pca.prefix(2).reduce(vectors.rows(at: [17]), pool: pool)
    #expect(short.values == Array(alone.values.prefix(2)))
  }

  @Test("What cannot be fitted or reduced is refused")
  func refusals() throws {
    #expect(throws: ReductionError.tooFewVectors(found: 1, needed: 2)) {
      try PrincipalComponents(fitting: vectors.rows(at: [0]), dimension: 2, pool: pool)
    }
    #expect(throws: ReductionError.dimensionTooLarge(requested: 10, available: 9)) {
      try PrincipalComponents(fitting: vectors, dimension: 10, pool: pool)
    }
    let bad = Matrix(rows: 3, columns: 2)
    bad[1, 1] = .nan
    #expect(throws: ReductionError.notFinite(vector: 1)) {
      try PrincipalComponents(fitting: bad, dimension: 1, pool: pool)
    }
    let pca = try PrincipalComponents(fitting: vectors, dimension: 2, pool: pool)
    #expect(throws: ReductionError.mismatchedDimension(expected: 9, found: 2)) {
      try pca.reduce(bad, pool: pool)
    }
  }
}

extension Double {
  fileprivate var squared: Double { self * self }
}
