extension JSONValue {
  /// The value as JSON text on one line, without spaces.
  public var jsonText: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value as JSON text over many lines, each level indented by two spaces.
  public var indentedText: String {
    var bytes: [UInt8] = []
    append(to: &bytes, indentation: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the value as JSON; with an indentation, over many lines.
  public func append(to bytes: inout [UInt8], indentation: Int? = nil) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): bytes.append(contentsOf: value.description.utf8)
    case .number(let value): Self.append(number: value, to: &bytes)
    case .float(let value): Self.append(number: value, to: &bytes)
    case .string(let text): Self.append(string: text, to: &bytes)
    case .array(let elements):
      Self.append(list: elements, "[", "]", to: &bytes, indentation) { element, bytes, inner in
        element.append(to: &bytes, indentation: inner)
      }
    case .object(let members):
      Self.append(list: members, "{", "}", to: &bytes, indentation) { member, bytes, inner in
        Self.append(string: member.key, to: &bytes)
        bytes.append(contentsOf: (inner == nil ? ":" : ": ").utf8)
        member.value.append(to: &bytes, indentation: inner)
      }
    }
  }

  /// Appends the fewest digits that give the same number back, and `null` if it is not finite.
  public static func append(
    number value: some BinaryFloatingPoint & CustomStringConvertible, to bytes: inout [UInt8]
  ) {
    guard value.isFinite else { return bytes.append(contentsOf: "null".utf8) }
    let text = value.description.utf8
    // A whole number keeps its meaning without the fraction.
    bytes.append(contentsOf: text.suffix(2).elementsEqual(".0".utf8) ? text.dropLast(2) : text[...])
  }

  /// Appends a text in quotes, with the escapes that it needs.
  public static func append(string text: String, to bytes: inout [UInt8]) {
    append(utf8: text.utf8.span, to: &bytes)
  }

  /// Appends a text, given as UTF-8, in quotes, with the escapes that it needs.
  package static func append(utf8 text: Span<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    // Bytes from here on need no escape and are appended together.
    var plain = 0
    for index in text.indices where needsEscape(text[index]) {
      bytes.append(text.extracting(plain..<index))
      append(escaped: text[index], to: &bytes)
      plain = index + 1
    }
    bytes.append(text.extracting(plain...))
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func append(escaped byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    default:
      bytes.append(contentsOf: (byte < 0x10 ? "u000" : "u00").utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    }
  }

  private static func append<Element>(
    list: [Element], _ opening: Character, _ closing: Character, to bytes: inout [UInt8],
    _ indentation: Int?, _ appendElement: (Element, inout [UInt8], Int?) -> Void
  ) {
    let inner = indentation.map { $0 + 2 }
    bytes.append(contentsOf: opening.utf8)
    for (index, element) in list.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      appendLineStart(inner, to: &bytes)
      appendElement(element, &bytes, inner)
    }
    if !list.isEmpty { appendLineStart(indentation, to: &bytes) }
    bytes.append(contentsOf: closing.utf8)
  }

  private static func appendLineStart(_ indentation: Int?, to bytes: inout [UInt8]) {
    guard let indentation else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
  }
}
