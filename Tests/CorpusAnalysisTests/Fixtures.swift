import CorpusAnalysis
import TensorKit

/// Vectors around some centers, the same in every run; every seventh is the one before it, a little
/// changed, and one is zero.
func fixture(rows: Int, columns: Int, centers: Int = 7, spread: Float = 0.4) -> Matrix {
  var random = RandomStream(seed: 3, purpose: .testData)
  let middle = (0..<centers * columns).map { _ in random.normal() }
  let result = Matrix(rows: rows, columns: columns)
  for row in 0..<rows {
    for column in 0..<columns {
      result[row, column] =
        row % 7 == 6
        ? result[row - 1, column] + 0.01 * random.normal()
        : middle[row % centers * columns + column] + spread * random.normal()
    }
  }
  if rows > 4 { for column in 0..<columns { result[4, column] = 0 } }
  return result
}

/// The cosines of all pairs by the definition, of vectors that a set has rounded.
func cosines(_ set: UnitVectorSet) -> [[Double]] {
  (0..<set.count).map { first in (0..<set.count).map { set.cosine(first, $0) } }
}
