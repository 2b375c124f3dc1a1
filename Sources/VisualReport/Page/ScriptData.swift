import FileFormats

/// JSON that can stand inside a `script` element of HTML.
enum ScriptData {
  /// The value as JSON without `<`, which could end the element or begin a comment, and without the
  /// two line separators that older scripts do not allow in strings.
  static func text(of value: JSONValue) -> String {
    let json = Array(value.jsonText.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(json.count)
    var index = 0
    while index < json.count {
      // U+2028 and U+2029 are E2 80 A8 and E2 80 A9. All three occur in JSON only inside of strings.
      if json[index] == UInt8(ascii: "<") {
        bytes.append(contentsOf: #"\u003c"#.utf8)
      } else if json[index] == 0xE2, index + 2 < json.count, json[index + 1] == 0x80,
        json[index + 2] & 0xFE == 0xA8
      {
        bytes.append(contentsOf: (json[index + 2] == 0xA8 ? #"\u2028"# : #"\u2029"#).utf8)
        index += 2
      } else {
        bytes.append(json[index])
      }
      index += 1
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
