/// A sparse matrix: only the elements that are not zero, row after row.
public struct SparseRows: Sendable {
  /// The number of columns.
  public let columns: Int
  /// Where each row begins among the elements; one more entry than there are rows.
  package private(set) var starts: [Int] = [0]
  /// The columns of the elements, ascending within a row.
  package private(set) var indices: [UInt32] = []
  /// The elements.
  package private(set) var values: [Float] = []

  /// An empty matrix `[0 × columns]`.
  public init(columns: Int) {
    precondition(columns >= 0 && columns <= UInt32.max, "\(columns) columns")
    self.columns = columns
  }

  /// The number of rows.
  public var rows: Int { starts.count - 1 }

  /// The number of elements kept.
  public var count: Int { values.count }

  /// Appends a row; columns ascend without repetition.
  public mutating func append(_ elements: [(column: UInt32, value: Float)]) {
    for (index, element) in elements.enumerated() {
      precondition(Int(element.column) < columns, "column \(element.column) of \(columns)")
      precondition(
        index == 0 || elements[index - 1].column < element.column,
        "column \(element.column) does not ascend")
      indices.append(element.column)
      values.append(element.value)
    }
    starts.append(values.count)
  }

  /// The elements of a row.
  public func row(_ index: Int) -> [(column: UInt32, value: Float)] {
    (starts[index]..<starts[index + 1]).map { (indices[$0], values[$0]) }
  }
}
