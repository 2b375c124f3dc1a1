import TensorKit

/// Why another program cannot hold an index.
public enum IndexExportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The program does not compare vectors by this metric.
  case metric(Metric, format: String, known: [Metric])
  /// The program has no vectors of so many components.
  case dimension(Int, format: String, limit: Int)

  /// What is wrong, as a clause.
  public var description: String {
    switch self {
    case .metric(let metric, let format, let known):
      "\(format) does not compare by \(metric), only by "
        + known.map(\.rawValue).joined(separator: " and ")
    case .dimension(let dimension, let format, let limit):
      "\(format) takes at most \(limit) components, and the vectors have \(dimension)"
    }
  }
}
