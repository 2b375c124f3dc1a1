import TensorKit
import Testing

@Suite("Symmetric eigen-decomposition")
struct SymmetricEigenTests {
  /// A full symmetric matrix without structure that a reduction could profit from.
  private func dense(_ n: Int) -> [Double] {
    var matrix = [Double](repeating: 0, count: n * n)
    var state: UInt64 = 88_172_645_463_325_252 &+ UInt64(n)
    for i in 0..<n {
      for j in 0...i {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        let value = Double(state >> 11) * 0x1p-53 - 0.5
        matrix[i * n + j] = value
        matrix[j * n + i] = value
      }
    }
    return matrix
  }

  @Test("covariances of fewer vectors than components have eigenvalues too", arguments: 30...45)
  func lowRank(count: Int) throws {
    let n = 120
    let rows = dense(n).prefix(count * n)
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n {
        matrix[i * n + j] = (0..<count).reduce(0.0) { sum, row in
          sum + rows[row * n + i] * rows[row * n + j]
        }
      }
    }
    let eigen = try SymmetricEigen(matrix, order: n)
    let trace = (0..<n).reduce(0.0) { $0 + matrix[$1 * n + $1] }
    #expect(abs(eigen.values.reduce(0, +) - trace) < 1e-10 * trace)
    #expect(eigen.values[..<count].allSatisfy { $0 > 1e-6 * eigen.values[0] })
    #expect(eigen.values[count...].allSatisfy { abs($0) < 1e-12 * eigen.values[0] })
  }

  @Test(
    "A v = λ v, the vectors are orthonormal and the values descend", arguments: [1, 2, 3, 7, 40])
  func residuals(order n: Int) throws {
    let matrix = dense(n)
    let eigen = try SymmetricEigen(matrix, order: n)
    #expect(eigen.values == eigen.values.sorted(by: >))
    for k in 0..<n {
      let v = Array(eigen.vector(k))
      for i in 0..<n {
        let product = (0..<n).reduce(0.0) { $0 + matrix[i * n + $1] * v[$1] }
        #expect(abs(product - eigen.values[k] * v[i]) < 1e-13 * Double(n))
      }
      for other in 0...k {
        let w = Array(eigen.vector(other))
        let inner = zip(v, w).reduce(0.0) { $0 + $1.0 * $1.1 }
        #expect(abs(inner - (other == k ? 1 : 0)) < 1e-13 * Double(n))
      }
    }
    let trace = (0..<n).reduce(0.0) { $0 + matrix[$1 * n + $1] }
    #expect(abs(trace - eigen.values.reduce(0, +)) < 1e-12)
  }

  @Test("The second difference matrix has its known eigenvalues")
  func secondDifference() throws {
    let n = 24
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      matrix[i * n + i] = 2
      if i > 0 { (matrix[i * n + i - 1], matrix[(i - 1) * n + i]) = (-1, -1) }
    }
    let eigen = try SymmetricEigen(matrix, order: n)
    // 4 sin²(k π / 2 (n + 1)): n = 24 gives 4 sin²(24 π / 50) and 4 sin²(π / 50) at the ends.
    #expect(abs(eigen.values[0] - 3.984_229_402_628_955_5) < 1e-13)
    #expect(abs(eigen.values[23] - 0.015_770_597_371_044_56) < 1e-13)
  }

  @Test("A matrix of rank one, and one of zeros, keep orthonormal vectors")
  func deficient() throws {
    let x = [3.0, 0, -4, 12, 0]
    let outer = x.flatMap { a in x.map { a * $0 } }
    let eigen = try SymmetricEigen(outer, order: 5)
    #expect(abs(eigen.values[0] - 169) < 1e-12)
    for k in 1..<5 { #expect(abs(eigen.values[k]) < 1e-12) }
    for (a, b) in zip(eigen.vector(0), x) { #expect(abs(a - b / 13) < 1e-14) }

    let zeros = try SymmetricEigen([Double](repeating: 0, count: 9), order: 3)
    #expect(zeros.values == [0, 0, 0])
    #expect(zeros.vectors == [1, 0, 0, 0, 1, 0, 0, 0, 1])
  }

  @Test("Elements near the limits of the range do not overflow", arguments: [1e150, 1e-150])
  func scaled(by factor: Double) throws {
    let matrix = dense(6)
    let plain = try SymmetricEigen(matrix, order: 6)
    let scaled = try SymmetricEigen(matrix.map { $0 * factor }, order: 6)
    for (a, b) in zip(plain.values, scaled.values) { #expect(abs(a - b / factor) < 1e-13) }
  }

  @Test("An undefined element is named")
  func undefinedElement() {
    #expect(throws: SymmetricEigenError.notFinite(row: 1, column: 0)) {
      try SymmetricEigen([1, 2, .nan, 1], order: 2)
    }
  }
}
