/// The model that made the vectors of an index.
public struct IndexModel: Equatable, Sendable {
  /// Where the model was when the index was made.
  public let path: String
  /// A checksum of the model's bytes, to tell it from others.
  public let checksum: UInt64

  /// Describes a model.
  public init(path: String, checksum: UInt64) {
    self.path = path
    self.checksum = checksum
  }
}
