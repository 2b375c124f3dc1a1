import TensorKit

/// Numbers in −0.5 ..< 0.5 without structure, which make_goldens.py makes in the same way.
///
/// A hash of the index and of `salt`, which tells several lots of numbers apart. Every number is a
/// multiple of 2⁻²⁴, so that it is the same as a float and as a double.
func testNumbers(_ count: Int, salt: UInt32) -> [Float] {
  (0..<count).map { index in
    var x = UInt32(index) &+ salt &* 1_000_003
    x = (x ^ x >> 16) &* 0x7FEB_352D
    x = (x ^ x >> 15) &* 0x846C_A68B
    x ^= x >> 16
    return Float(x >> 8) * 0x1p-24 - 0.5
  }
}

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
