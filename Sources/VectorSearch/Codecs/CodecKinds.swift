/// The codecs that there are.
enum CodecKinds {
  /// One line for each.
  static let all: [any VectorCodec.Type] = [
    F32Codec.self, F16Codec.self, BF16Codec.self, Int8Codec.self, BitsCodec.self,
  ]

  /// The codec of a name.
  static func named(_ name: String) -> (any VectorCodec.Type)? { all.first { $0.name == name } }

  /// The codec of a number in a file.
  static func coded(_ code: UInt64) -> (any VectorCodec.Type)? {
    all.first { UInt64($0.code) == code }
  }
}
