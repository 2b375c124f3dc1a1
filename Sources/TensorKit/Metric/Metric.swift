/// How near two vectors are to each other.
public enum Metric: String, CaseIterable, Codable, Sendable {
  /// The cosine of the angle, −1 to 1; 0 if either vector is zero. Higher is nearer.
  case cosine
  /// The inner product. Higher is nearer.
  case dot
  /// The Euclidean distance. Lower is nearer.
  case l2

  /// The score of two vectors of equal length, summed in double precision.
  public func callAsFunction(_ x: Span<Float>, _ y: Span<Float>) -> Double {
    switch self {
    case .cosine:
      let scale = (Self.product(x, x) * Self.product(y, y)).squareRoot()
      return scale > 0 ? min(1, max(-1, Self.product(x, y) / scale)) : 0
    case .dot:
      return Self.product(x, y)
    case .l2:
      return Self.squaredDistance(x, y).squareRoot()
    }
  }

  /// The score of two rows, of the same matrix or of two.
  public func callAsFunction(
    _ first: Matrix, row firstRow: Int, _ second: Matrix, row secondRow: Int
  ) -> Double {
    first.withRow(firstRow) { x in second.withRow(secondRow) { y in self(x, y) } }
  }

  /// Whether a higher score is nearer.
  public var isHigherNearer: Bool { self != .l2 }

  /// Σ x[i] y[i], in which the products of floats are exact.
  package static func product(_ x: Span<Float>, _ y: Span<Float>) -> Double {
    precondition(x.count == y.count, "vectors of \(x.count) and \(y.count) components")
    var sum = 0.0
    for i in x.indices { sum += Double(x[i]) * Double(y[i]) }
    return sum
  }

  /// Σ (x[i] − y[i])².
  package static func squaredDistance(_ x: Span<Float>, _ y: Span<Float>) -> Double {
    precondition(x.count == y.count, "vectors of \(x.count) and \(y.count) components")
    var sum = 0.0
    for i in x.indices {
      let difference = Double(x[i]) - Double(y[i])
      sum += difference * difference
    }
    return sum
  }
}
