/// How an index stores its vectors.
public enum IndexKind: String, CaseIterable, Sendable {
  /// Single precision, compared one by one: exact.
  case f32

  /// The number that stands for the kind in a file. Others are taken: 1 int8, 2 bits, 3 hnsw.
  var code: UInt32 {
    switch self {
    case .f32: 0
    }
  }
}

/// The model that made the vectors of an index.
public struct IndexModel: Equatable, Sendable {
  /// Where the model was when the index was made.
  public let path: String
  /// The checksum of the model's bytes, to tell it from others.
  public let checksum: UInt64

  /// Describes a model.
  public init(path: String, checksum: UInt64) {
    self.path = path
    self.checksum = checksum
  }
}
