import FileFormats

/// The fields of lines that are separated by tabs.
enum TabFields {
  /// Splits lines, and unquotes if all fields with quotes are quoted as pandas quotes them.
  ///
  /// Otherwise quotes are part of the text: STS 2012 has sentences that begin with one.
  static func rows(_ lines: [String]) -> [[String]] {
    let rows = lines.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    let areQuoted = rows.allSatisfy {
      $0.allSatisfy { !$0.utf8.contains(UInt8(ascii: "\"")) || QuotedField.isQuoted($0) }
    }
    return areQuoted ? rows.map { $0.map(QuotedField.unquoted) } : rows
  }
}
