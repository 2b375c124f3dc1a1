import DimensionReduction
import Foundation
import TensorKit
import TestSupport
import Testing

@Suite("Maps in the plane")
struct NeighborEmbeddingTests {
  private let pool = WorkerPool(threads: 2)

  /// Three groups of twenty far from each other.
  private let groups: Matrix = {
    let vectors = Matrix(rows: 60, columns: 5, normal: 4, deviation: 0.3)
    for row in 0..<60 { vectors[row, row / 20] += 8 }
    return vectors
  }()

  @Test("Groups stay together")
  func separated() throws {
    let places = try NeighborEmbedding(perplexity: 8, iterations: 400).map(groups, pool: pool)
    #expect(places.rows == 60 && places.columns == 2 && places.isFinite)
    for row in 0..<60 {
      let others = (0..<60).filter { $0 != row }.sorted {
        Metric.l2(places, row: row, places, row: $0) < Metric.l2(places, row: row, places, row: $1)
      }
      #expect(others.prefix(5).allSatisfy { $0 / 20 == row / 20 })
    }
  }

  @Test("The map does not depend on the threads")
  func threads() throws {
    let places = try [1, 3].map {
      try NeighborEmbedding(perplexity: 5, iterations: 30)
        .map(groups, pool: WorkerPool(threads: $0)).values
    }
    #expect(places[0] == places[1])
  }

  @Test("The tree gives the push of all points, exactly at an angle of 0 and nearly at 0.5")
  func tree() {
    let points = Matrix(rows: 50, columns: 2, normal: 5)
    var places = points.values.map(Double.init)
    // Two points at one place.
    places[6] = places[2]
    places[7] = places[3]
    let tree = QuadTree(places)
    for point in 0..<50 {
      var expected = QuadTree.Push()
      for other in 0..<50 where other != point {
        let dx = places[2 * point] - places[2 * other]
        let dy = places[2 * point + 1] - places[2 * other + 1]
        let weight = 1 / (1 + dx * dx + dy * dy)
        expected.weight += weight
        expected.x += weight * weight * dx
        expected.y += weight * weight * dy
      }
      let exact = tree.push(places[2 * point], places[2 * point + 1], angle: 0)
      #expect(abs(exact.weight - expected.weight) < 1e-9)
      #expect(abs(exact.x - expected.x) < 1e-9 && abs(exact.y - expected.y) < 1e-9)
      let near = tree.push(places[2 * point], places[2 * point + 1], angle: 0.5)
      #expect(abs(near.weight - expected.weight) < 0.05 * expected.weight)
    }
  }

  @Test("Shares have the perplexity asked for")
  func perplexity() {
    let squares = (1...40).map { Double($0 * $0) / 10 }
    let shares = NeighborProbabilities.shares(squares, perplexity: 12)
    let entropy = shares.reduce(0) { $1 > 0 ? $0 - $1 * log2($1) : $0 }
    #expect(abs(entropy - log2(12)) < 1e-4)
    let equal = NeighborProbabilities.shares([0, 0, 0], perplexity: 3)
    #expect(equal.allSatisfy { abs($0 - 1.0 / 3) < 1e-9 })
  }

  @Test("Equal vectors have places too, and three vectors have no map")
  func extremes() throws {
    let equal = Matrix(rows: 8, columns: 3)
    let places = try NeighborEmbedding(perplexity: 2, iterations: 20).map(equal, pool: pool)
    #expect(places.isFinite)
    #expect(throws: ReductionError.tooFewVectors(found: 3, needed: 4)) {
      try NeighborEmbedding().map(Matrix.cloud(rows: 3, columns: 3), pool: pool)
    }
  }
}
