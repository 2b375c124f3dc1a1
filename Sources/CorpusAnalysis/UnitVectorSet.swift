import TensorKit
import VectorSearch

/// Vectors of length 1 in memory, in blocks: as many as there are, and no second copy.
///
/// ```swift
/// var set = UnitVectorSet(dimension: 384)
/// while let more = try source.next() { try set.append(more) }
/// ```
public struct UnitVectorSet: Sendable {
  /// Components of every vector.
  public let dimension: Int
  /// How many vectors there are.
  public private(set) var count = 0
  /// Full blocks of `blockRows`, and a last one: [rows × dimension].
  private(set) var blocks: [Matrix] = []

  /// Vectors in a block.
  static let blockRows = 4_096

  /// An empty set.
  public init(dimension: Int) {
    precondition(dimension > 0, "vectors of \(dimension) components")
    self.dimension = dimension
  }

  /// The rows of a matrix.
  public init(_ vectors: Matrix) throws(SearchError) {
    self.init(dimension: vectors.columns)
    try append(vectors)
  }

  /// Adds vectors [n × dimension], scaled to length 1; zero vectors stay zero.
  ///
  /// A copy of the set made before is then no longer valid.
  /// - Throws: `SearchError` if one is not finite or has another dimension.
  public mutating func append(_ vectors: Matrix) throws(SearchError) {
    guard vectors.columns == dimension else {
      throw .wrongDimension(expected: dimension, found: vectors.columns)
    }
    for row in 0..<vectors.rows {
      let square = vectors.withRow(row) { Metric.product($0, $0) }
      guard square.isFinite else { throw .notFinite(row: count) }
      let scale = square > 0 ? 1 / square.squareRoot() : 0
      let block = blockWithRoom()
      let place = block.rows
      block.resize(rows: place + 1)
      vectors.withRow(row) { source in
        block.withMutableRow(place) { target in
          for index in source.indices { target[index] = Float(Double(source[index]) * scale) }
        }
      }
      count += 1
    }
  }

  private mutating func blockWithRoom() -> Matrix {
    if let last = blocks.last, last.rows < Self.blockRows { return last }
    // All of its memory at once, so that it never moves; pages count only when they are touched.
    let block = Matrix(rows: Self.blockRows, columns: dimension)
    block.resize(rows: 0)
    blocks.append(block)
    return block
  }

  /// The block and the row in it where a vector is.
  func place(of id: Int) -> (block: Matrix, row: Int) {
    precondition(id >= 0 && id < count, "vector \(id) of \(count)")
    return (blocks[id / Self.blockRows], id % Self.blockRows)
  }

  /// The cosine of two vectors, summed in double precision.
  public func cosine(_ first: Int, _ second: Int) -> Double {
    let (a, b) = (place(of: first), place(of: second))
    return a.block.withRow(a.row) { x in b.block.withRow(b.row) { y in Metric.product(x, y) } }
  }

  /// Copies of some vectors, as rows.
  package func rows(_ ids: some Collection<Int>) -> Matrix {
    let result = Matrix(rows: ids.count, columns: dimension)
    for (row, id) in ids.enumerated() {
      let (block, place) = place(of: id)
      result.copyRow(row, from: block, place)
    }
    return result
  }

  /// By how much the product of two of the vectors in single precision may differ from the exact
  /// one (Higham, Accuracy and Stability of Numerical Algorithms, 3.1).
  var largestError: Float { Float(dimension + 8) * 0x1p-24 * 1.02 + .leastNormalMagnitude }

  /// The same if both vectors are rounded to bfloat16 first.
  ///
  /// With the rounded x' and y', x y − x' y' = (x − x') y + x' (y − y'). A number is rounded by at most
  /// 2⁻⁸ of it, so a vector of length 1 by at most that, or to zero below the normal range; both add
  /// to a little more than 2⁻⁷.
  var roughError: Float {
    0x1p-7 + 0x1p-15 + Float(dimension).squareRoot() * 4 * .leastNormalMagnitude + 2 * largestError
  }
}
