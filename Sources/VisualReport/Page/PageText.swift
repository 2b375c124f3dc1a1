/// Texts that are short enough for a page.
package enum PageText {
  /// The most bytes of a single text.
  private static let most = 400

  /// Texts whose bytes together stay within a budget; long ones end with an ellipsis.
  ///
  /// Bytes are those of JSON in a page, where some characters take two or six.
  package static func cut(_ texts: [String], budget: Int) -> [String] {
    let limit = min(most, budget / max(1, texts.count))
    return texts.map { cut($0, to: limit) }
  }

  /// A text of at most so many bytes, besides an ellipsis.
  package static func cut(_ text: String, to limit: Int) -> String {
    var (end, bytes) = (text.startIndex, 0)
    while end < text.endIndex {
      bytes += text[end].utf8.reduce(0) { $0 + size($1) }
      guard bytes <= limit else { return text[..<end] + "…" }
      end = text.index(after: end)
    }
    return text
  }

  /// What a byte takes up in JSON in a page.
  private static func size(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): 2
    case 0..<32, UInt8(ascii: "<"): 6
    default: 1
    }
  }
}
