import CTensorKernels
import Foundation
import TensorKit
import Testing

@Suite("Vector kernels of every backend")
struct KernelVectorTests {
  static let sizes = [0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 129, 300]

  private static func values(_ count: Int, _ item: UInt64 = 0, scale: Float = 1) -> [Float] {
    var random = RandomStream(seed: 5, purpose: .initialization, item: item)
    return (0..<count).map { _ in scale * random.normal() }
  }

  @Test("Exponentials are within one ulp of the exact value", arguments: KernelTable.available)
  func accuracy(table: KernelTable) {
    var x: [Float] = []
    var magnitude: Float = 1e-30
    while magnitude < 86 {
      x += [magnitude, -magnitude]
      magnitude *= magnitude < 1e-3 ? 5 : 1.013
    }
    for (value, result) in zip(x, table.exp(x)) {
      let truth = Foundation.exp(Double(value))
      let error = abs(Double(result) - truth) / Double(Float(truth).ulp)
      #expect(error <= 1, "exp(\(value)) = \(result), \(error) ulp")
    }
  }

  @Test("Exponentials reach their limits and keep NaN", arguments: KernelTable.available)
  func limits(table: KernelTable) {
    let x: [Float] = [.infinity, -.infinity, 100, -110, 0, -0.0]
    #expect(table.exp(x) == [.infinity, 0, .infinity, 0, 1, 1])
    #expect(table.exp([.nan])[0].isNaN)
  }

  @Test("tanh and sigmoid are within three ulps", arguments: KernelTable.available)
  func squashing(table: KernelTable) {
    for count in Self.sizes {
      let x = Self.values(count, 8, scale: 5)
      for (value, result) in zip(x, table.tanh(x)) {
        let truth = Foundation.tanh(Double(value))
        #expect(abs(Double(result) - truth) <= 3 * Double(Float(truth).ulp), "tanh(\(value))")
      }
      for (value, result) in zip(x, table.sigmoid(x)) {
        let truth = 1 / (1 + Foundation.exp(-Double(value)))
        #expect(abs(Double(result) - truth) <= 3 * Double(Float(truth).ulp), "σ(\(value))")
      }
    }
    #expect(table.tanh([.infinity, -.infinity, 0]) == [1, -1, 0])
    let limits = table.sigmoid([.infinity, -.infinity, 0])
    #expect(limits[0] == 1 && limits[1] >= 0 && limits[1] < 1e-37 && limits[2] == 0.5)
    #expect(table.tanh([.nan])[0].isNaN && table.sigmoid([.nan])[0].isNaN)
  }

  @Test(
    "An exponential does not depend on its place in the vector", arguments: KernelTable.available)
  func position(table: KernelTable) {
    let x: Float = 0.734_21
    let alone = table.exp([x])[0]
    for count in Self.sizes where count > 0 {
      let all = table.exp([Float](repeating: x, count: count))
      #expect(all.allSatisfy { $0.bitPattern == alone.bitPattern })
    }
  }

  @Test("Sums give the bits of the reference, whatever the alignment", arguments: Self.sizes)
  func sums(count: Int) throws {
    let reference = try #require(KernelTable.named("reference"))
    let x = Self.values(count, 1)
    let y = Self.values(count, 2)
    let expected = reference.dot(x, y)
    let truth = zip(x, y).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(Double(expected) - truth) <= 1e-6 * Double(count))
    for table in KernelTable.available {
      #expect(table.dot(x, y) == expected, "\(table)")
      #expect(table.sumOfSquares(x) == reference.dot(x, x), "\(table)")
      for offset in 1...5 {
        let padding = [Float](repeating: 9, count: offset)
        #expect(table.dot(padding + x, padding + y, offset: offset) == expected, "\(table)")
      }
    }
  }

  @Test(
    "A copy past the caches holds the same elements and returns the sum of their squares",
    arguments: Self.sizes)
  func streamingCopy(count: Int) {
    let x = Self.values(count, 5)
    for table in KernelTable.available {
      for offset in 0...17 {
        let result = table.copyStreaming(x, offset: offset)
        #expect(result.copy == x && result.squares == table.sumOfSquares(x), "\(table)")
      }
    }
  }

  @Test("axpy, scale and Adam give the bits of the reference", arguments: Self.sizes)
  func updates(count: Int) throws {
    let reference = try #require(KernelTable.named("reference"))
    let x = Self.values(count, 3)
    let y = Self.values(count, 4)
    let step = ck_adam_step(
      learning_rate: 2e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, second_correction: 3.2,
      gradient_scale: 0.7)
    let state = KernelAdamState(
      weight: y, first: Self.values(count, 5), second: Self.values(count, 6).map { $0 * $0 })
    for table in KernelTable.available {
      #expect(table.axpy(0.3, x, y) == reference.axpy(0.3, x, y), "\(table)")
      #expect(table.scale(-1.7, x) == reference.scale(-1.7, x), "\(table)")
      #expect(
        table.adam(step, gradient: x, state) == reference.adam(step, gradient: x, state),
        "\(table)")
    }
  }

  @Test("The first step of Adam moves each weight by the learning rate")
  func firstStepOfAdam() throws {
    let reference = try #require(KernelTable.named("reference"))
    let correction = Float(1 / (1 - 0.999).squareRoot())
    let step = ck_adam_step(
      learning_rate: 0.01 / (1 - 0.9), beta1: 0.9, beta2: 0.999, epsilon: 0,
      second_correction: correction, gradient_scale: 1)
    let zeros: [Float] = [0, 0, 0]
    let state = KernelAdamState(weight: [1, 1, 1], first: zeros, second: zeros)
    let moved = reference.adam(step, gradient: [3, -0.5, 20], state).weight
    for (weight, expected) in zip(moved, [0.99, 1.01, 0.99] as [Float]) {
      #expect(abs(weight - expected) < 1e-6)
    }
  }

  @Test("Backends written in lanes give the same bits")
  func lanesAgree() {
    let x = Self.values(300, 7, scale: 8)
    let results = KernelTable.lanes.map { $0.exp(x).map(\.bitPattern) }
    #expect(results.allSatisfy { $0 == results[0] })
    let squashed = KernelTable.lanes.map { $0.tanh(x) + $0.sigmoid(x) }
    #expect(squashed.allSatisfy { $0 == squashed[0] })
    let losses = KernelTable.lanes.map { $0.softmaxCrossEntropy(x, target: 9, scale: 1).gradient }
    #expect(losses.allSatisfy { $0 == losses[0] })
  }
}
