import TensorKit
import Testing

@Suite("Metrics")
struct MetricTests {
  @Test(
    "Known vectors have their known score",
    arguments: [(Metric.cosine, 0.6), (.dot, 15.0), (.l2, 20.0.squareRoot())])
  func known(metric: Metric, expected: Double) {
    let x: [Float] = [3, 4]
    let y: [Float] = [5, 0]
    #expect(abs(metric(x.span, y.span) - expected) < 1e-12)
    let rows = Matrix(rows: 2, columns: 2, values: x + y)
    #expect(metric(rows, row: 0, rows, row: 1) == metric(x.span, y.span))
  }

  @Test("The zero vector has cosine 0, and a vector exactly 1 with itself")
  func zero() {
    let zero: [Float] = [0, 0, 0]
    let x: [Float] = [0.1, 0.7, 1e-3]
    #expect(Metric.cosine(zero.span, x.span) == 0)
    #expect(Metric.cosine(x.span, x.span) == 1)
  }

  @Test("Higher is nearer, except for a distance")
  func direction() {
    #expect(Metric.allCases.filter(\.isHigherNearer) == [.cosine, .dot])
  }
}
