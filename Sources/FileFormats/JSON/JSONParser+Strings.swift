extension JSONParser {
  /// Parses a text in quotes.
  mutating func string() throws(Failure) -> String {
    var content: [UInt8] = []
    try string(into: &content)
    return String(decoding: content, as: UTF8.self)
  }

  /// Parses a text in quotes and appends its UTF-8 to `content`; `next` is the opening quote.
  package mutating func string(into content: inout [UInt8]) throws(Failure) {
    let first = content.count
    index += 1
    let start = index
    // Bytes from here on need no unescaping and are appended together.
    var plain = index
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        content.append(contentsOf: bytes[plain..<index])
        guard isUTF8 || Self.isUTF8(content.span.extracting(first...)) else {
          index = start
          throw failure("text that is no UTF-8")
        }
        index += 1
        return
      }
      if byte == UInt8(ascii: "\\") {
        content.append(contentsOf: bytes[plain..<index])
        index += 1
        try escape(into: &content)
        plain = index
        continue
      }
      if byte < 0x20 { throw failure("control character in a text") }
      index += 1
    }
    throw failure("text without end")
  }

  static func isUTF8(_ bytes: Span<UInt8>) -> Bool {
    (try? UTF8Span(validating: bytes)) != nil
  }

  private mutating func escape(into content: inout [UInt8]) throws(Failure) {
    let letter = byte
    index += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(letter)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: String(try scalar()).utf8)
    default: throw failure("unknown escape")
    }
  }

  /// The character of `\u` escapes, one or a pair of surrogates; `index` is behind the `u`.
  private mutating func scalar() throws(Failure) -> Character {
    let high = try fourDigits()
    var value = high
    if (0xD800..<0xDC00).contains(high) {
      guard accept("\\"), accept("u") else { throw failure("half of a surrogate pair") }
      let low = try fourDigits()
      guard (0xDC00..<0xE000).contains(low) else { throw failure("half of a surrogate pair") }
      value = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw failure("half of a surrogate pair") }
    return Character(scalar)
  }

  private mutating func fourDigits() throws(Failure) -> UInt32 {
    guard index + 4 <= bytes.count,
      bytes[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw failure("expected four hexadecimal digits") }
    index += 4
    return value
  }
}
