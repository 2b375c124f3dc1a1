import Foundation
import TensorKit
import Testing

@testable import AutoencoderModel

@Suite("Gaussians of sentences")
struct GaussiansTests {
  private let gaussians = Gaussians(
    means: Matrix(rows: 2, columns: 2, values: [0, 1, -2, 0.5]),
    logVariances: Matrix(rows: 2, columns: 2, values: [0, Float(log(4.0)), Float(log(0.25)), 0]))

  @Test("The divergence from a standard normal distribution is that of the formula")
  func divergence() {
    // (μ² + σ² − 1 − log σ²) / 2, summed.
    #expect(abs(gaussians.divergence(of: 0) - (1 + 4 - 1 - log(4.0)) / 2) < 1e-6)
    #expect(
      abs(gaussians.divergence(of: 1) - ((4 + 0.25 - 1 - log(0.25)) + 0.25) / 2) < 1e-6)
  }

  @Test("Densities are those of the formula, and a mixture is their mean")
  func densities() {
    let normal = { (x: Double, mean: Double, deviation: Double) in
      exp(-pow((x - mean) / deviation, 2) / 2) / (deviation * sqrt(2 * Double.pi))
    }
    let z: [Float] = [0.3, -0.7]
    let first = normal(0.3, 0, 1) * normal(-0.7, 1, 2)
    let second = normal(0.3, -2, 0.5) * normal(-0.7, 0.5, 1)
    #expect(abs(gaussians.logDensity(z, of: 0) - log(first)) < 1e-6)
    #expect(abs(gaussians.logDensity(z, of: 1) - log(second)) < 1e-5)
    #expect(abs(gaussians.logMixture(z) - log((first + second) / 2)) < 1e-6)
    #expect(
      abs(Gaussians.logStandardNormal(z) - log(normal(0.3, 0, 1) * normal(-0.7, 0, 1))) < 1e-6)
  }

  @Test("Draws have the means and the variances, and are a function of seed and number")
  func draws() {
    let count = 20_000
    var (sum, squares) = ([0.0, 0.0], [0.0, 0.0])
    for number in 0..<count {
      let drawn = gaussians.draw(seed: 3, number: number)
      for column in 0..<2 {
        let value = Double(drawn[1, column])
        sum[column] += value
        squares[column] += value * value
      }
    }
    for (column, (mean, variance)) in [(-2.0, 0.25), (0.5, 1.0)].enumerated() {
      let found = sum[column] / Double(count)
      #expect(abs(found - mean) < 0.03)
      #expect(abs(squares[column] / Double(count) - found * found - variance) < 0.04)
    }
    #expect(gaussians.draw(seed: 3, number: 7).values == gaussians.draw(seed: 3, number: 7).values)
    #expect(gaussians.draw(seed: 3, number: 7).values != gaussians.draw(seed: 3, number: 8).values)
  }

  @Test("Sums of exponentials do not overflow")
  func sums() {
    #expect(logSumExp([1_000, 1_000]) == 1_000 + log(2.0))
    #expect(abs(logSumExp([-2_000, -2_000 + log(3.0)]) - (-2_000 + log(4.0))) < 1e-9)
    #expect(logSumExp([]) == -.infinity && logSumExp([-.infinity]) == -.infinity)
  }
}
