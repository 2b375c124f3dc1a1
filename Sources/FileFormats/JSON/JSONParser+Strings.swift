extension JSONParser {
  /// Parses a text in quotes; `index` is at the opening one.
  mutating func string() throws(Failure) -> String {
    index += 1
    var content: [UInt8] = []
    let start = index
    while index < bytes.count {
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else {
          index = start
          throw failure("text that is no UTF-8")
        }
        index += 1
        return text
      case UInt8(ascii: "\\"):
        index += 1
        try escape(into: &content)
      case 0..<0x20:
        throw failure("control character in a text")
      default:
        content.append(byte)
        index += 1
      }
    }
    throw failure("text without end")
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

extension JSONValue {
  /// Parses one value that makes up the whole text.
  ///
  /// - Throws: `FileError.malformed` with the path, the line and the reason.
  public init(parsing bytes: [UInt8], path: String) throws(FileError) {
    var parser = JSONParser(bytes: bytes)
    do {
      self = try parser.document()
    } catch {
      let line = bytes[..<min(error.offset, bytes.count)].count { $0 == 0x0A } + 1
      throw .malformed(
        path: path, line: line,
        reason: "not valid JSON: \(error.reason) (byte \(error.offset) of \(bytes.count))")
    }
  }

  /// Reads and parses a file of at most `limit` bytes.
  public init(contentsOf path: String, limit: Int = 1 << 30) throws(FileError) {
    let file = try MappedFile(path: path)
    guard file.count <= limit else {
      throw .malformed(
        path: path, line: nil, reason: "\(file.count) bytes of JSON; at most \(limit) are read")
    }
    try self.init(parsing: file.bytes(0..<file.count), path: path)
  }
}
