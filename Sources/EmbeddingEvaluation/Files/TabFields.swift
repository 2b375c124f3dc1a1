/// The fields of lines that are separated by tabs.
enum TabFields {
  /// Splits lines, and unquotes if all fields with quotes are quoted as pandas quotes them.
  ///
  /// Otherwise quotes are part of the text: STS 2012 has sentences that begin with one.
  static func rows(_ lines: [String]) -> [[String]] {
    let rows = lines.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let areQuoted = rows.allSatisfy { $0.allSatisfy { !$0.utf8.contains(quote) || isQuoted($0) } }
    guard areQuoted else { return rows }
    return rows.map { $0.map { $0.utf8.contains(quote) ? unquoted($0) : $0 } }
  }

  private static let quote = UInt8(ascii: "\"")

  private static func isQuoted(_ field: String) -> Bool {
    guard field.utf8.count >= 2, field.hasPrefix("\""), field.hasSuffix("\"") else { return false }
    return !field.dropFirst().dropLast().replacing("\"\"", with: "").utf8.contains(quote)
  }

  private static func unquoted(_ field: String) -> String {
    String(field.dropFirst().dropLast()).replacing("\"\"", with: "\"")
  }
}
