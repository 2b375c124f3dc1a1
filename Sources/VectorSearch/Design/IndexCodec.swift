/// How an index stores the numbers of its vectors.
public struct IndexCodec: Hashable, Sendable, CustomStringConvertible {
  /// The spelling in commands and files.
  public let name: String

  /// A codec by its name; nil if there is none.
  public init?(_ name: String) {
    guard CodecKinds.named(name) != nil else { return nil }
    self.name = name
  }

  init(_ type: any VectorCodec.Type) { name = type.name }

  /// All components in single precision.
  public static let f32 = IndexCodec(F32Codec.self)
  /// All components in IEEE half precision.
  public static let f16 = IndexCodec(F16Codec.self)
  /// All components in bfloat16.
  public static let bf16 = IndexCodec(BF16Codec.self)
  /// A byte for each component and a scale for each vector.
  public static let int8 = IndexCodec(Int8Codec.self)
  /// A bit for each component.
  public static let bits = IndexCodec(BitsCodec.self)

  /// All codecs.
  public static var all: [IndexCodec] { CodecKinds.all.map(IndexCodec.init) }

  /// The name.
  public var description: String { name }

  var type: any VectorCodec.Type { CodecKinds.named(name) ?? F32Codec.self }

  /// Whether the vectors can be read again, so that answers can be scored with them.
  public var isReadable: Bool { type is any ReadableCodec.Type }

  /// The bytes that a vector takes.
  public func bytesPerVector(dimension: Int) -> Int { type.rowBytes(dimension: dimension) }
}
