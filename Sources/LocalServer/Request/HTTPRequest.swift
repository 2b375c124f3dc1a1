/// A request as a client sent it.
public struct HTTPRequest: Equatable, Sendable {
  /// What is asked for, such as `GET`.
  public let method: String
  /// The path as it was sent, with a slash in front; percent signs are not decoded.
  public let path: String
  /// Names in small letters and values, in the order in which they were sent.
  public let fields: [Field]
  /// What was sent after the head.
  public let body: [UInt8]

  /// One line of the head.
  public struct Field: Equatable, Sendable {
    /// The name in small letters.
    public let name: String
    /// The value, without spaces around it.
    public let value: String
  }

  /// The value of a field; nil if it is missing, or given more than once.
  public subscript(name: String) -> String? {
    let values = fields.filter { $0.name == name }
    return values.count == 1 ? values[0].value : nil
  }

  /// The same request for another path.
  func moved(to path: String) -> HTTPRequest {
    HTTPRequest(method: method, path: path, fields: fields, body: body)
  }
}
