import TensorKit

extension Matrix {
  /// Normal numbers, the same in every run.
  convenience init(rows: Int, columns: Int, normal item: UInt64, deviation: Float = 1) {
    var random = RandomStream(seed: 7, purpose: .testData, item: item)
    self.init(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in deviation * random.normal() })
  }

  /// Vectors whose variance falls from direction to direction, about a mean that is not zero.
  static func cloud(rows: Int, columns: Int, decay: Float = 0.7) -> Matrix {
    let mixing = Matrix(rows: columns, columns: columns, normal: 1)
    let hidden = Matrix(rows: rows, columns: columns, normal: 2)
    let result = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      var scale: Float = 1
      for direction in 0..<columns {
        for column in 0..<columns {
          result[row, column] += scale * hidden[row, direction] * mixing[direction, column]
        }
        scale *= decay
      }
      for column in 0..<columns { result[row, column] += Float(column) }
    }
    return result
  }
}
