/// A strict JSON parser (RFC 8259): no duplicate keys, no trailing text, limited depth.
///
/// Bytes that are not UTF-8, numbers out of range and lone surrogates are refused, so that whatever
/// is accepted can be written again. Long lists need not become values: `objectEntries` and
/// `elements` call a closure for each of their items.
package struct JSONParser {
  static let maximumDepth = 128

  let bytes: [UInt8]
  /// Whether all bytes are UTF-8, so that single texts need no validation.
  let isUTF8: Bool
  var index = 0
  var depth = 0

  /// What is wrong with a text, and at which byte.
  package struct Failure: Error {
    let offset: Int
    let reason: String
  }

  /// Starts at the first byte, or behind a byte order mark.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    isUTF8 = Self.isUTF8(bytes.span)
    if bytes.starts(with: byteOrderMark) { index = byteOrderMark.count }
  }

  func failure(_ reason: String) -> Failure {
    Failure(offset: index, reason: reason)
  }

  /// The next byte, 0 at the end, which no JSON text contains outside of errors.
  var byte: UInt8 { index < bytes.count ? bytes[index] : 0 }

  mutating func skipSpace() {
    // Most bytes are greater than any white space.
    while index < bytes.count, bytes[index] <= 0x20 {
      let byte = bytes[index]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      index += 1
    }
  }

  mutating func accept(_ expected: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: expected) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ expected: Unicode.Scalar) throws(Failure) {
    guard accept(expected) else { throw failure("expected \(expected)") }
  }

  /// Parses the whole text with `body`; only white space may follow.
  package mutating func document<Result>(
    _ body: (inout JSONParser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let result = try body(&self)
    skipSpace()
    guard index == bytes.count else { throw failure("text after the end of the value") }
    return result
  }

  /// Parses a value of any kind.
  package mutating func value() throws(Failure) -> JSONValue {
    switch next {
    case UInt8(ascii: "{"):
      var members: [JSONValue.Member] = []
      try self.members { (parser, key) throws(Failure) in
        members.append(.init(key: key, value: try parser.value()))
      }
      return .object(members)
    case UInt8(ascii: "["):
      var values: [JSONValue] = []
      try elements { (parser) throws(Failure) in values.append(try parser.value()) }
      return .array(values)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(Failure) -> JSONValue {
    guard bytes[index...].starts(with: text.utf8) else { throw failure("expected \(text)") }
    index += text.utf8.count
    return value
  }
}
