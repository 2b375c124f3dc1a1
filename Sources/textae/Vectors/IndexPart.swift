import TensorKit

/// Some vectors `[n × dimension]`, with n sentences if the source has any, and n rows of fields.
struct IndexPart {
  let vectors: Matrix
  let sentences: [String]
  var fields: [[String]] = []
  /// The same sentences by the texts that they were split from; nil if each is a text.
  var texts: [[String]]?
}
