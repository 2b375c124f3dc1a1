import TensorKit

extension Matrix {
  /// The variance of each column over the rows: [columns]; not a number without rows.
  package var columnVariances: [Double] {
    (0..<columns).map { column in
      let values = (0..<rows).map { Double(self[$0, column]) }
      let mean = values.reduce(0, +) / Double(rows)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
    }
  }
}
