extension Matrix {
  /// The elements of row `index`: [columns].
  public func row(_ index: Int) -> [Float] {
    withRow(index) { row in row.indices.map { row[$0] } }
  }

  /// All elements in use, row after row: [rows × columns].
  public var values: [Float] {
    withElements { elements in elements.indices.map { elements[$0] } }
  }

  /// A copy of the given rows in the given order: [indices.count × columns].
  public func rows(at indices: some Collection<Int>) -> Matrix {
    let result = Matrix(rows: indices.count, columns: columns)
    for (target, source) in indices.enumerated() {
      withRow(source) { from in
        result.withMutableRow(target) { to in
          for column in from.indices { to[column] = from[column] }
        }
      }
    }
    return result
  }

  /// Whether every element in use is finite: neither NaN nor infinite.
  public var isFinite: Bool {
    withElements { elements in elements.indices.allSatisfy { elements[$0].isFinite } }
  }
}
