/// A setting that is one word on the command line and in config.json, such as `drop:0.2`.
public protocol SpelledSetting: Codable {
  /// Reads the word; nil if it spells no such setting.
  init?(spelling: String)

  /// The word that `init(spelling:)` reads back.
  var spelling: String { get }
}

extension SpelledSetting {
  /// Reads the word from a file.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let spelling = try container.decode(String.self)
    guard let value = Self(spelling: spelling) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(spelling) is no setting")
    }
    self = value
  }

  /// Writes the word to a file.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(spelling)
  }
}

extension Double {
  /// The shortest text that reads back, without a needless fraction.
  var shortText: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
