import TensorKit
import VectorSearch

/// The source of the vectors of an index, in batches.
protocol IndexSource: AnyObject {
  var dimension: Int { get }
  var hasSentences: Bool { get }
  /// The names of the columns beside the sentences.
  var columns: [String] { get }
  /// The number of vectors, if it is known.
  var count: Int? { get }
  var model: IndexModel? { get }

  /// The next vectors with their sentences; nil after the last.
  func next(_ count: Int) throws -> IndexPart?
}
