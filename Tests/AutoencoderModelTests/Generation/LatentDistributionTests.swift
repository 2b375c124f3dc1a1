import AutoencoderModel
import TensorKit
import Testing

@Suite("Distributions of latents")
struct LatentDistributionTests {
  /// The means and the covariance of the rows of a matrix.
  private func moments(_ matrix: Matrix) -> (means: [Double], covariance: [[Double]]) {
    let count = Double(matrix.rows)
    let rows = (0..<matrix.rows).map { matrix.row($0).map(Double.init) }
    let means = (0..<matrix.columns).map { column in
      rows.reduce(0) { $0 + $1[column] } / count
    }
    let covariance = means.indices.map { first in
      means.indices.map { second in
        rows.reduce(0) { $0 + ($1[first] - means[first]) * ($1[second] - means[second]) }
          / (count - 1)
      }
    }
    return (means, covariance)
  }

  @Test("One that was fitted has the mean and the covariance of the vectors", arguments: [1, 0.5])
  func fitted(spread: Float) throws {
    let vectors = Matrix(
      rows: 5, columns: 3, values: [1, 2, 0, 3, 1, 0, 2, 5, 0, -1, 0, 0, 4, 4, 0])
    let distribution = try #require(LatentDistribution(fittedTo: vectors))
    let count = 40_000
    let (means, covariance) = moments(distribution.draw(count, spread: spread))
    let (expectedMeans, expected) = moments(vectors)
    let factor = Double(spread * spread)
    for first in 0..<3 {
      #expect(abs(means[first] - expectedMeans[first]) < 0.06)
      for second in 0..<3 {
        #expect(abs(covariance[first][second] - factor * expected[first][second]) < 0.15)
      }
    }
    // What does not vary among the vectors does not vary among those that are drawn.
    #expect(means[2] == 0 && covariance[2][2] == 0)
  }

  @Test("The standard normal one has variance 1 in every direction")
  func standard() {
    let (means, covariance) = moments(
      LatentDistribution.standardNormal(dimension: 2).draw(40_000, spread: 2))
    #expect(means.allSatisfy { abs($0) < 0.05 })
    #expect(abs(covariance[0][0] - 4) < 0.15 && abs(covariance[1][1] - 4) < 0.15)
    #expect(abs(covariance[0][1]) < 0.1)
  }

  @Test("A list can be drawn in parts; another seed gives another list")
  func parts() throws {
    let vectors = Matrix(rows: 3, columns: 2, values: [1, 2, 3, 1, 2, 5])
    for distribution in [
      .standardNormal(dimension: 2), try #require(LatentDistribution(fittedTo: vectors)),
    ] {
      let all = distribution.draw(7)
      #expect(distribution.draw(3).values + distribution.draw(4, first: 3).values == all.values)
      #expect(distribution.draw(7, seed: 2).values != all.values)
      #expect(distribution.draw(0).rows == 0)
    }
  }

  @Test("One vector has no covariance")
  func tooFew() {
    #expect(LatentDistribution(fittedTo: Matrix(rows: 1, columns: 4)) == nil)
  }
}
