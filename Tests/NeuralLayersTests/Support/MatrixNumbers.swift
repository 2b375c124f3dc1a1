import TensorKit
import TestSupport

extension Matrix {
  /// A matrix of `testNumbers`.
  convenience init(rows: Int, columns: Int, salt: UInt32) {
    self.init(rows: rows, columns: columns, values: testNumbers(rows * columns, salt: salt))
  }

  /// Overwrites the rows in use with `testNumbers`.
  func fill(salt: UInt32) {
    copy(from: Matrix(rows: rows, columns: columns, salt: salt))
  }
}

extension RandomAccessCollection {
  /// The elements with their positions as salts.
  func salted(from first: UInt32) -> [(salt: UInt32, element: Element)] {
    enumerated().map { (first + UInt32($0.offset), $0.element) }
  }
}
