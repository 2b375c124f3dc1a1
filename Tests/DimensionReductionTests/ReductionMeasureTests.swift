import DimensionReduction
import TensorKit
import Testing

@Suite("Measures of reduction")
struct ReductionMeasureTests {
  private let pool = WorkerPool(threads: 2)

  @Test("All components keep everything, and few keep less")
  func shares() throws {
    let vectors = Matrix.cloud(rows: 120, columns: 7)
    let measure = try ReductionMeasure(vectors, pool: pool)
    let all = try PrincipalComponents(fitting: vectors, dimension: 7, pool: pool)
    let whole = try measure.quality(of: all, pool: pool)
    #expect(whole.reconstructionError < 1e-6 && whole.neighborsKept > 0.995)
    let half = try measure.quality(of: all.prefix(3), pool: pool)
    #expect(abs(half.reconstructionError - (1 - all.prefix(3).explainedVariance)) < 1e-4)
    #expect(half.neighborsKept < whole.neighborsKept)
  }

  @Test("A comparison has an entry for every dimension, on vectors that were held out")
  func comparison() throws {
    var plan = VectorAutoencoderPlan(dimension: 1)
    (plan.hiddenSizes, plan.epochs) = ([10], 2)
    var reports: [Int] = []
    let comparison = try ReductionComparison(
      of: Matrix.cloud(rows: 200, columns: 7), dimensions: [2, 4], plan: plan, neighbors: 5,
      pool: pool
    ) { done, total in
      #expect(done <= total)
      reports.append(done)
    }
    #expect(comparison.entries.map(\.dimension) == [2, 4])
    #expect(comparison.fittedVectors == 160 && comparison.measuredVectors == 40)
    let errors = comparison.entries.map(\.pca.reconstructionError)
    #expect(errors[1] < errors[0])
    #expect(!reports.isEmpty && reports == reports.sorted())
  }

  @Test("Too few vectors are refused")
  func refusals() {
    #expect(throws: ReductionError.tooFewVectors(found: 11, needed: 12)) {
      try ReductionMeasure(Matrix.cloud(rows: 11, columns: 3), pool: pool)
    }
  }
}
