import TensorKit

/// Why another program cannot hold an index.
public enum IndexExportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The program does not compare vectors by this metric.
  case metric(Metric, format: String, known: [Metric])
  /// The program has no vectors of so many components.
  case dimension(Int, format: String, limit: Int)
  /// The program has one graph of all rows, and the index has several or one with rows that were removed.
  case graph(format: String, segments: Int, removed: Int)
  /// A number of the vector of a row is too large for the program.
  case range(id: Int, format: String, limit: Float)

  /// What is wrong, as a clause.
  public var description: String {
    switch self {
    case .metric(let metric, let format, let known):
      "\(format) does not compare by \(metric), only by "
        + known.map(\.rawValue).joined(separator: " and ")
    case .dimension(let dimension, let format, let limit):
      "\(format) takes at most \(limit) components, and the vectors have \(dimension)"
    case .graph(let format, let segments, let removed):
      "\(format) takes one graph of all rows, and the index has \(segments) segments and \(removed) rows "
        + "that were removed"
    case .range(let id, let format, let limit):
      "\(format) takes numbers up to \(limit), and the vector of row \(id) has a larger one"
    }
  }
}
