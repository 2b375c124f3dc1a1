import TensorKit
import TestSupport

/// A row-major matrix of doubles, in which the plain references compute.
struct Table: Equatable {
  let rows: Int
  let columns: Int
  /// Row after row: [rows × columns].
  var values: [Double]

  init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, values: Array(repeating: 0, count: rows * columns))
  }

  init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "\(values.count) for \(rows) × \(columns)")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  init(_ matrix: Matrix) {
    self.init(rows: matrix.rows, columns: matrix.columns, values: matrix.values.map(Double.init))
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  func row(_ index: Int) -> [Double] {
    Array(values[index * columns..<(index + 1) * columns])
  }

  /// This matrix [rows × columns] times a vector [columns].
  func applied(to vector: [Double]) -> [Double] {
    (0..<rows).map { row in
      var sum = 0.0
      for column in 0..<columns { sum += values[row * columns + column] * vector[column] }
      return sum
    }
  }

  /// Σ a b over all elements.
  func inner(_ other: Table) -> Double {
    dotProduct(values, other.values)
  }
}

/// ‖actual − expected‖ / ‖expected‖ over all elements; infinite if the shapes differ.
func relativeError(_ actual: Matrix, _ expected: Table) -> Double {
  guard actual.rows == expected.rows && actual.columns == expected.columns else { return .infinity }
  return relativeError(actual.values.map(Double.init), expected.values)
}

/// ‖actual − expected‖² / ‖expected‖²: how the error of a rounded format is judged.
func normalizedSquaredError(_ actual: Matrix, _ expected: Matrix) -> Double {
  let error = relativeError(actual, Table(expected))
  return error * error
}
