/// The text formats of tables.
public enum DelimitedText: Sendable {
  /// Fields separated by tabs; quotes mean nothing, and a field holds neither tab nor line end.
  case tabs
  /// Fields separated by commas, quoted where necessary (RFC 4180).
  case commas
  /// Fields separated by semicolons, quoted where necessary, as Excel writes them in much of Europe.
  case semicolons

  /// The format that the name of a file suggests: commas for `.csv`, otherwise tabs.
  public init(path: String) {
    self = Self.isCSV(path) ? .commas : .tabs
  }

  /// The format of a table that begins with a line: its most frequent separator outside of quotes.
  ///
  /// A line with a tab is separated by tabs, unless the name of the file ends in `.csv`. A line
  /// without separators is one field, which may be quoted.
  public init(firstLine line: [UInt8], path: String) {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for byte in line {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    let commas = counts[UInt8(ascii: ","), default: 0]
    let semicolons = counts[UInt8(ascii: ";"), default: 0]
    let isTabs = Self.isCSV(path) ? commas == 0 && semicolons == 0 : true
    if isTabs, line.contains(UInt8(ascii: "\t")) {
      self = .tabs
    } else {
      self = semicolons > commas ? .semicolons : .commas
    }
  }

  private static func isCSV(_ path: String) -> Bool {
    Compression.withoutEnding(path).lowercased().hasSuffix(".csv")
  }
}
