import TensorKit

/// One row of numbers per text, which a classifier learns from.
public enum FeatureMatrix: Sendable {
  /// Vectors: `[texts × dimension]`.
  case dense(Matrix)
  /// Counted words: `[texts × words]`, of which most are zero.
  case sparse(SparseRows)

  /// The number of texts.
  public var rows: Int {
    switch self {
    case .dense(let matrix): matrix.rows
    case .sparse(let rows): rows.rows
    }
  }

  /// The number of features.
  public var columns: Int {
    switch self {
    case .dense(let matrix): matrix.columns
    case .sparse(let rows): rows.columns
    }
  }

  /// The given rows in the given order.
  public func rows(at indices: [Int]) -> FeatureMatrix {
    switch self {
    case .dense(let matrix): return .dense(matrix.rows(at: indices))
    case .sparse(let all):
      var some = SparseRows(columns: all.columns)
      for index in indices { some.append(all.row(index)) }
      return .sparse(some)
    }
  }
}
