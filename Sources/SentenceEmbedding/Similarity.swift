import TensorKit

/// How alike two vectors are: larger is more alike.
public enum Similarity: String, CaseIterable, Codable, Sendable {
  /// The cosine of the angle, −1 to 1; 0 if either vector is zero.
  case cosine
  /// The inner product.
  case dot
  /// The Euclidean distance with its sign changed, so that larger is more alike.
  case euclidean

  /// The similarity of two vectors of equal length, summed in double precision.
  public func callAsFunction(_ x: Span<Float>, _ y: Span<Float>) -> Double {
    precondition(x.count == y.count, "vectors of \(x.count) and \(y.count) components")
    switch self {
    case .cosine:
      let scale = (Self.dot(x, x) * Self.dot(y, y)).squareRoot()
      return scale > 0 ? min(1, max(-1, Self.dot(x, y) / scale)) : 0
    case .dot:
      return Self.dot(x, y)
    case .euclidean:
      var sum = 0.0
      for i in x.indices {
        let difference = Double(x[i]) - Double(y[i])
        sum += difference * difference
      }
      return -sum.squareRoot()
    }
  }

  /// The similarity of two rows, of the same matrix or of two.
  public func callAsFunction(
    _ first: Matrix, row firstRow: Int, _ second: Matrix, row secondRow: Int
  ) -> Double {
    first.withRow(firstRow) { x in second.withRow(secondRow) { y in self(x, y) } }
  }

  private static func dot(_ x: Span<Float>, _ y: Span<Float>) -> Double {
    var sum = 0.0
    for i in x.indices { sum += Double(x[i]) * Double(y[i]) }
    return sum
  }
}
