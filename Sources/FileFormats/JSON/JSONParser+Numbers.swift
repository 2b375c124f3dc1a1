extension JSONParser {
  mutating func number() throws(Failure) -> JSONValue {
    let start = index
    let isNegative = accept("-")
    var whole = 0
    if !accept("0") { whole = try digits() }
    var isWhole = true
    if accept(".") {
      isWhole = false
      _ = try digits()
    }
    if accept("e") || accept("E") {
      isWhole = false
      _ = accept("+") || accept("-")
      _ = try digits()
    }
    // Eighteen digits cannot overflow.
    if isWhole, index - start <= 18 { return .integer(isNegative ? -whole : whole) }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else { throw failure("number out of range") }
    return .number(value)
  }

  /// Parses one or more digits and returns their value, which wraps around if there are many.
  private mutating func digits() throws(Failure) -> Int {
    let start = index
    var value = 0
    while byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
      value = value &* 10 &+ Int(byte - UInt8(ascii: "0"))
      index += 1
    }
    guard index > start else { throw failure("expected a value") }
    return value
  }
}
