import TensorKit
import VectorSearch

/// Where the vectors of an index come from, a batch at a time.
protocol IndexSource: AnyObject {
  var dimension: Int { get }
  var hasSentences: Bool { get }
  /// How many vectors there are, if that is known.
  var count: Int? { get }
  var model: IndexModel? { get }

  /// The next vectors with their sentences; nil after the last.
  func next(_ count: Int) throws -> IndexPart?
}

/// Some vectors `[n × dimension]`, with n sentences if the source has any.
struct IndexPart {
  let vectors: Matrix
  let sentences: [String]
}
