import TensorKit
import Testing

@Suite("Randomized SVD")
struct RandomizedSVDTests {
  /// About a quarter of the elements, with a few strong directions among them.
  private func sparse(rows: Int, columns: Int) -> SparseRows {
    var matrix = SparseRows(columns: columns)
    for row in 0..<rows {
      var random = RandomStream(seed: 3, purpose: .testData, item: UInt64(row))
      var elements: [(column: UInt32, value: Float)] = []
      for column in 0..<columns where random.uniform() < 0.25 || column % 7 == row % 7 {
        let strong: Float = column % 7 == row % 7 ? 3 / Float(1 + row % 7) : 0
        elements.append((UInt32(column), strong + 0.3 * random.normal()))
      }
      matrix.append(elements)
    }
    return matrix
  }

  private func dense(_ matrix: SparseRows) -> [[Double]] {
    (0..<matrix.rows).map { row in
      var values = [Double](repeating: 0, count: matrix.columns)
      for (column, value) in matrix.row(row) { values[Int(column)] = Double(value) }
      return values
    }
  }

  private func gram(_ rows: [[Double]], columns: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: columns * columns)
    for row in rows {
      for i in 0..<columns { for j in 0..<columns { sums[i * columns + j] += row[i] * row[j] } }
    }
    return sums
  }

  @Test("The singular values and the subspace are those of the exact decomposition")
  func exact() throws {
    let matrix = sparse(rows: 90, columns: 40)
    let svd = try RandomizedSVD(of: matrix, rank: 6, iterations: 6, pool: WorkerPool(threads: 1))
    let exact = try SymmetricEigen(gram(dense(matrix), columns: 40), order: 40)
    for k in 0..<6 {
      let value = exact.values[k].squareRoot()
      #expect(abs(svd.singularValues[k] - value) < 1e-4 * value, "value \(k)")
      let cosine = (0..<40).reduce(0.0) {
        $0 + exact.vector(k)[exact.vector(k).startIndex + $1] * Double(svd.rightVectors[$1, k])
      }
      #expect(abs(abs(cosine) - 1) < 1e-3, "vector \(k)")
    }
  }

  @Test("A matrix of low rank keeps its rank")
  func lowRank() throws {
    var matrix = SparseRows(columns: 12)
    for row in 0..<9 { matrix.append([(2, Float(row + 1)), (7, Float(2 * row + 2))]) }
    let svd = try RandomizedSVD(of: matrix, rank: 3, pool: WorkerPool(threads: 1))
    // 285 = 1² + … + 9², five times which is the only eigenvalue.
    #expect(abs(svd.singularValues[0] - 1_425.0.squareRoot()) < 1e-3)
    #expect(svd.singularValues[1] < 0.02 && svd.singularValues[2] < 0.02)
    #expect(abs(abs(svd.rightVectors[2, 0]) - (1 / Float(5).squareRoot())) < 1e-5)
    #expect(abs(svd.rightVectors[0, 0]) < 1e-6)
  }

  @Test("The number of threads changes nothing, the seed little")
  func deterministic() throws {
    let matrix = sparse(rows: 50, columns: 70)
    let one = try RandomizedSVD(of: matrix, rank: 5, pool: WorkerPool(threads: 1))
    let three = try RandomizedSVD(of: matrix, rank: 5, pool: WorkerPool(threads: 3))
    #expect(one.singularValues == three.singularValues)
    #expect(one.rightVectors.values == three.rightVectors.values)
    let other = try RandomizedSVD(of: matrix, rank: 5, seed: 9, pool: WorkerPool(threads: 1))
    #expect(one.rightVectors.values != other.rightVectors.values)
    #expect(abs(one.singularValues[0] - other.singularValues[0]) < 1e-3)
  }

  @Test("An empty matrix has no singular values")
  func empty() throws {
    let svd = try RandomizedSVD(
      of: SparseRows(columns: 4), rank: 2, pool: WorkerPool(threads: 1))
    #expect(svd.singularValues == [0, 0])
    #expect(svd.rightVectors.values.allSatisfy { $0 == 0 })
  }
}
