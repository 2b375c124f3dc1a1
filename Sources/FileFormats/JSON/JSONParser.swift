/// A strict JSON parser (RFC 8259): no duplicate keys, no trailing text, limited depth.
///
/// Bytes that are no UTF-8, numbers without value and half surrogates are refused, so that what was
/// accepted can be written again.
struct JSONParser {
  static let maximumDepth = 128

  let bytes: [UInt8]
  var index = 0
  var depth = 0

  /// What is wrong with a text, and at which byte.
  struct Failure: Error {
    let offset: Int
    let reason: String
  }

  func failure(_ reason: String) -> Failure {
    Failure(offset: index, reason: reason)
  }

  /// The next byte, 0 at the end, which no JSON text contains outside of errors.
  var byte: UInt8 { index < bytes.count ? bytes[index] : 0 }

  mutating func skipSpace() {
    while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
  }

  mutating func accept(_ expected: Character) -> Bool {
    guard byte == expected.asciiValue, index < bytes.count else { return false }
    index += 1
    return true
  }

  mutating func expect(_ expected: Character) throws(Failure) {
    guard accept(expected) else { throw failure("expected \(expected)") }
  }

  /// Parses the whole text.
  mutating func document() throws(Failure) -> JSONValue {
    let value = try value()
    skipSpace()
    guard index == bytes.count else { throw failure("text after the end of the value") }
    return value
  }

  private mutating func value() throws(Failure) -> JSONValue {
    skipSpace()
    switch byte {
    case UInt8(ascii: "{"): return try nested { (parser) throws(Failure) in try parser.object() }
    case UInt8(ascii: "["): return try nested { (parser) throws(Failure) in try parser.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ parse: (inout JSONParser) throws(Failure) -> JSONValue
  ) throws(Failure) -> JSONValue {
    guard depth < Self.maximumDepth else { throw failure("nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    index += 1
    return try parse(&self)
  }

  private mutating func object() throws(Failure) -> JSONValue {
    var members: [JSONValue.Member] = []
    // Keys are compared as bytes: texts that only look the same are different keys.
    var keys: Set<[UInt8]> = []
    skipSpace()
    if accept("}") { return .object([]) }
    repeat {
      skipSpace()
      guard byte == UInt8(ascii: "\"") else { throw failure("expected a key") }
      let key = try string()
      guard keys.insert(Array(key.utf8)).inserted else { throw failure("key \(key) occurs twice") }
      skipSpace()
      try expect(":")
      members.append(.init(key: key, value: try value()))
      skipSpace()
    } while accept(",")
    try expect("}")
    return .object(members)
  }

  private mutating func array() throws(Failure) -> JSONValue {
    var elements: [JSONValue] = []
    skipSpace()
    if accept("]") { return .array([]) }
    repeat {
      elements.append(try value())
      skipSpace()
    } while accept(",")
    try expect("]")
    return .array(elements)
  }

  private mutating func word(_ text: String, _ value: JSONValue) throws(Failure) -> JSONValue {
    guard bytes[index...].starts(with: text.utf8) else { throw failure("expected \(text)") }
    index += text.utf8.count
    return value
  }

  private mutating func number() throws(Failure) -> JSONValue {
    let start = index
    _ = accept("-")
    if !accept("0") { try digits() }
    var isWhole = true
    if accept(".") {
      isWhole = false
      try digits()
    }
    if accept("e") || accept("E") {
      isWhole = false
      _ = accept("+") || accept("-")
      try digits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw failure("number out of range") }
    return .number(value)
  }

  private mutating func digits() throws(Failure) {
    let start = index
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    guard index > start else { throw failure("expected a value") }
  }
}
