import FileFormats

/// Something to be said about a model or an index, as a name and a value.
public struct Fact: Equatable, Sendable {
  /// What it is, such as `hidden size`.
  public let name: String
  /// Its value in words or digits.
  public let value: String

  /// Pairs a name with a value.
  public init(name: String, value: String) { (self.name, self.value) = (name, value) }

  var json: JSONValue { [.string(name), .string(value)] }
}
