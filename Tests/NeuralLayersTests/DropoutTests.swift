import NeuralLayers
import TensorKit
import Testing

@Suite("Dropout")
struct DropoutTests {
  private func mask(
    _ probability: Float, layer: Int = 1, seed: UInt64 = 1, step: UInt64 = 1, rows: Int = 50,
    columns: Int = 41, threads: Int = 2
  ) -> [Float] {
    let ones = Matrix(rows: rows, columns: columns)
    ones.fill(1)
    Dropout(probability: probability, layer: layer)
      .apply(to: ones, seed: seed, step: step, pool: WorkerPool(threads: threads))
    return ones.values
  }

  @Test(
    "Elements are zero or scaled, and keep their expectation",
    arguments: [0.1, 0.25, 0.5, 0.9] as [Float])
  func expectation(probability: Float) {
    let values = mask(probability, rows: 200, columns: 101)
    let keep = 1 / (1 - probability)
    #expect(values.allSatisfy { $0 == 0 || $0 == keep })
    let count = Float(values.count)
    let dropped = Float(values.count { $0 == 0 })
    // Five standard deviations of a binomial number.
    let deviation = (probability * (1 - probability) / count).squareRoot()
    #expect(abs(dropped / count - probability) < 5 * deviation)
    #expect(abs(values.reduce(0, +) / count - 1) < 5 * deviation * keep)
  }

  @Test("Every column and every row is dropped about as often")
  func evenness() {
    let (rows, columns) = (400, 9)
    let values = mask(0.5, rows: rows, columns: columns)
    for column in 0..<columns {
      let dropped = (0..<rows).count { values[$0 * columns + column] == 0 }
      #expect(140...260 ~= dropped)
    }
    let neighbors = (0..<rows * columns - 1).count { values[$0] == values[$0 + 1] }
    #expect(1_600...2_000 ~= neighbors)
  }

  @Test("The same key draws the same mask again, on any number of threads")
  func repeated() {
    let first = mask(0.3, threads: 1)
    #expect(first == mask(0.3, threads: 1))
    #expect(first == mask(0.3, threads: 3))
  }

  @Test("Seed, step and layer each give another mask, and so does every row")
  func differing() {
    let first = mask(0.5)
    for other in [mask(0.5, seed: 2), mask(0.5, step: 2), mask(0.5, layer: 2)] {
      let equal = zip(first, other).count { $0 == $1 }
      #expect(900...1_150 ~= equal)
    }
    let rows = Set((0..<50).map { Array(first[$0 * 41..<($0 + 1) * 41]) })
    #expect(rows.count == 50)
  }

  @Test("The mask of a row does not depend on how many rows there are")
  func rows() {
    #expect(Array(mask(0.5, rows: 50).prefix(3 * 41)) == mask(0.5, rows: 3))
  }

  @Test("A probability of zero changes nothing")
  func none() {
    #expect(mask(0) == Array(repeating: 1, count: 50 * 41))
  }

  @Test("Dropping everything stops the program")
  func misuse() async {
    await #expect(processExitsWith: .failure) { _ = Dropout(probability: 1, layer: 1) }
    await #expect(processExitsWith: .failure) { _ = Dropout(probability: -0.1, layer: 1) }
  }
}
