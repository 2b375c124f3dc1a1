/// Quotes around a field between tabs, as pandas writes them.
package enum QuotedField {
  private static let quote = UInt8(ascii: "\"")

  /// Whether a field is quoted as a whole, with every quote inside doubled.
  package static func isQuoted(_ field: String) -> Bool {
    guard field.utf8.count >= 2, field.hasPrefix("\""), field.hasSuffix("\"") else { return false }
    return !field.dropFirst().dropLast().replacing("\"\"", with: "").utf8.contains(quote)
  }

  /// The content of a quoted field; any other field as it is.
  package static func unquoted(_ field: String) -> String {
    guard field.utf8.first == quote, isQuoted(field) else { return field }
    return String(field.dropFirst().dropLast()).replacing("\"\"", with: "\"")
  }
}
