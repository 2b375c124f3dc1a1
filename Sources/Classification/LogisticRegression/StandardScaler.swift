import TensorKit

/// Scales components to zero mean and unit variance, as measured on one set of vectors.
package struct StandardScaler {
  let mean: [Double]
  let scale: [Double]

  package init(fitting vectors: Matrix) {
    let count = Double(vectors.rows)
    var sums = [Double](repeating: 0, count: vectors.columns)
    var squares = sums
    for row in 0..<vectors.rows {
      vectors.withRow(row) { for i in $0.indices { sums[i] += Double($0[i]) } }
    }
    let mean = sums.map { $0 / count }
    for row in 0..<vectors.rows {
      vectors.withRow(row) {
        for i in $0.indices {
          let deviation = Double($0[i]) - mean[i]
          squares[i] += deviation * deviation
        }
      }
    }
    self.mean = mean
    // A component without variation is centered, but not scaled.
    scale = squares.map { $0 > 0 ? 1 / ($0 / count).squareRoot() : 1 }
  }

  package func applied(to vectors: Matrix) -> Matrix {
    let result = Matrix(rows: vectors.rows, columns: vectors.columns)
    for row in 0..<vectors.rows {
      vectors.withRow(row) { source in
        result.withMutableRow(row) { target in
          for i in source.indices { target[i] = Float((Double(source[i]) - mean[i]) * scale[i]) }
        }
      }
    }
    return result
  }
}
