import TensorKit

/// Anything that makes short codes of vectors, and vectors of codes again.
///
/// ```swift
/// let reducer = try PrincipalComponents(fitting: vectors, dimension: 32, pool: pool)
/// let codes = try reducer.reduce(vectors, pool: pool)  // [n × 32]
/// let restored = try reducer.restore(codes, pool: pool)  // [n × inputDimension]
/// ```
public protocol VectorReducer: Sendable {
  /// Components of the vectors to which it was fitted.
  var inputDimension: Int { get }
  /// Components of a code.
  var dimension: Int { get }

  /// The codes of vectors [n × inputDimension]: [n × dimension].
  ///
  /// A row depends on its own vector only, and has the same bits alone or among others.
  /// - Throws: ``ReductionError/mismatchedDimension(expected:found:)`` for vectors of another length.
  func reduce(_ vectors: Matrix, pool: WorkerPool) throws(ReductionError) -> Matrix

  /// The vectors that codes [n × dimension] stand for: [n × inputDimension].
  ///
  /// - Throws: ``ReductionError/mismatchedDimension(expected:found:)`` for codes of another length.
  func restore(_ codes: Matrix, pool: WorkerPool) throws(ReductionError) -> Matrix
}

extension Matrix {
  /// Throws unless the rows have `expected` numbers.
  func checkColumns(_ expected: Int) throws(ReductionError) {
    guard columns == expected else {
      throw .mismatchedDimension(expected: expected, found: columns)
    }
  }

  /// Throws if a number is infinite or NaN.
  func checkFinite() throws(ReductionError) {
    for row in 0..<rows {
      let isFinite = withRow(row) { values in values.indices.allSatisfy { values[$0].isFinite } }
      guard isFinite else { throw .notFinite(vector: row) }
    }
  }
}
