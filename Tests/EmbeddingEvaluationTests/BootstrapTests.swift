import EmbeddingEvaluation
import TensorKit
import Testing

@Suite("Bootstrap")
struct BootstrapTests {
  private let pool = WorkerPool(threads: 1)

  private func noise(_ count: Int, item: UInt64) -> [Double] {
    var random = RandomStream(seed: 5, purpose: .testData, item: item)
    return (0..<count).map { _ in Double(random.normal()) }
  }

  @Test("The interval of a mean is that of the normal theory")
  func meanOfNormals() throws {
    let values = noise(400, item: 1)
    let center = values.reduce(0, +) / 400
    let variance = values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / 400
    let bootstrap = Bootstrap(resamples: 1_000)
    let found = bootstrap.interval(count: 400, pool: pool) { mean(values, $0) }
    let interval = try #require(found)
    let reach = 1.96 * (variance / 400).squareRoot()
    // A thousand resamples place a 2.5 % point within about a tenth of the reach.
    #expect(abs(interval.lower - (center - reach)) < 0.15 * reach)
    #expect(abs(interval.upper - (center + reach)) < 0.15 * reach)
    #expect(interval.level == 0.95)
  }

  @Test("The interval of a share is that of the binomial distribution")
  func share() throws {
    let hits = (0..<100).map { $0 < 30 ? 1.0 : 0 }
    let found = Bootstrap(resamples: 2_000).interval(count: 100, pool: pool) { mean(hits, $0) }
    let interval = try #require(found)
    // The 2.5 % and 97.5 % points of Binomial(100, 0.3) are 21 and 39.
    #expect(abs(interval.lower - 0.21) < 0.011)
    #expect(abs(interval.upper - 0.39) < 0.011)
  }

  @Test("Percentiles interpolate, undefined values are left out")
  func percentiles() throws {
    let interval = try #require(
      Bootstrap(level: 0.5).interval(of: [4, .nan, 1, 2, 3, 10]))
    #expect(interval.lower == 2)
    #expect(interval.upper == 4)
    #expect(Bootstrap().interval(of: [.nan]) == nil)
    let between = try #require(Bootstrap(level: 0.8).interval(of: [0, 1]))
    #expect(abs(between.lower - 0.1) < 1e-12 && abs(between.upper - 0.9) < 1e-12)
  }

  @Test("The number of threads changes nothing, the seed does")
  func deterministic() {
    let values = noise(50, item: 2)
    let one = Bootstrap(resamples: 64).values(count: 50, pool: pool) { mean(values, $0) }
    let three = Bootstrap(resamples: 64).values(count: 50, pool: WorkerPool(threads: 3)) {
      mean(values, $0)
    }
    let other = Bootstrap(resamples: 64, seed: 2).values(count: 50, pool: pool) {
      mean(values, $0)
    }
    #expect(one == three)
    #expect(one != other)
  }

  @Test("A resampled correlation is that of the sample written out")
  func resampledCorrelation() throws {
    let gold = noise(40, item: 3).map { ($0 * 2).rounded() }
    let scores = zip(gold, noise(40, item: 4)).map { ($0 + $1).rounded() }
    let bootstrap = Bootstrap(resamples: 20)
    let resampled = ResampledCorrelation(scores, gold)
    for sample in 0..<20 {
      let counts = bootstrap.draw(sample: sample, count: 40)
      #expect(counts.reduce(0, +) == 40)
      let indices = counts.indices.flatMap { Array(repeating: $0, count: counts[$0]) }
      let (x, y) = (indices.map { scores[$0] }, indices.map { gold[$0] })
      #expect(abs(resampled.spearman(counts: counts) - Correlation.spearman(x, y)) < 1e-12)
      #expect(abs(resampled.pearson(counts: counts) - Correlation.pearson(x, y)) < 1e-12)
    }
  }

  @Test("A paired difference is certain where one side is always nearer to the scores")
  func pairedDifference() throws {
    let gold = noise(120, item: 5)
    let good = zip(gold, noise(120, item: 6)).map { $0 + 0.3 * $1 }
    let poor = zip(gold, noise(120, item: 7)).map { $0 + 2 * $1 }
    let bootstrap = Bootstrap(resamples: 200)
    let found = try #require(
      PairedDifference.spearman(good, poor, gold: gold, bootstrap: bootstrap, pool: pool))
    let interval = try #require(found.interval)
    #expect(interval.lower > 0 && interval.lower < found.difference)
    #expect(interval.upper > found.difference)
    #expect(found.probabilityFirstIsLarger == 1)
    let same = try #require(
      PairedDifference.spearman(good, good, gold: gold, bootstrap: bootstrap, pool: pool))
    #expect(same.difference == 0 && same.interval?.lower == 0 && same.interval?.upper == 0)
    #expect(
      PairedDifference.spearman(
        [.nan] + good.dropFirst(), poor, gold: gold, bootstrap: bootstrap, pool: pool) == nil)
  }
}

/// The mean of `values`, each counted as often as `counts` says.
private func mean(_ values: [Double], _ counts: [Int]) -> Double {
  zip(values, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(counts.reduce(0, +))
}
