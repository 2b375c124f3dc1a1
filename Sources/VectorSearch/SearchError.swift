import FileFormats

/// Why vectors cannot be indexed or used as queries.
public enum SearchError: Error, Equatable, Sendable {
  /// A vector does not have the dimension of the index.
  case wrongDimension(expected: Int, found: Int)
  /// A vector has an infinite or NaN component; rows are counted from 0.
  case notFinite(row: Int)
  /// A vector is so long that products with it could overflow.
  case tooLong(row: Int, limit: Double)
  /// A condition on a column that the index does not have.
  case unknownColumn(String, columns: [String])
  /// A file of the index turned out to be damaged where an answer was read.
  case damaged(FileError)
}

extension SearchError: CustomStringConvertible {
  /// What is wrong with the vectors, as a clause.
  public var description: String {
    switch self {
    case .wrongDimension(let expected, let found):
      "a vector of \(found) dimensions, but the index has \(expected)"
    case .notFinite(let row):
      "vector \(row) (counted from 0) has an infinite or undefined component"
    case .tooLong(let row, let limit):
      "vector \(row) (counted from 0) is longer than \(limit)"
    case .unknownColumn(let name, let columns):
      "no column \(name); the index has "
        + (columns.isEmpty ? "none" : columns.joined(separator: ", "))
    case .damaged(let error): "\(error)"
    }
  }
}
