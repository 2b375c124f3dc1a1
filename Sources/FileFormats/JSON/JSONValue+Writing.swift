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

  /// Appends the shortest digits that give the same number back; JSON has no infinities: `null`.
  public static func append(
    number value: some BinaryFloatingPoint & CustomStringConvertible, to bytes: inout [UInt8]
  ) {
    guard value.isFinite else { return bytes.append(contentsOf: "null".utf8) }
    let text = value.description.utf8
    // A whole number keeps its meaning without the fraction.
    bytes.append(contentsOf: text.suffix(2).elementsEqual(".0".utf8) ? text.dropLast(2) : text[...])
  }

  /// Appends a text with quotes, everything escaped that must be.
  public static func append(string text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F:
        bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
        bytes.append(contentsOf: String(byte, radix: 16).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
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
