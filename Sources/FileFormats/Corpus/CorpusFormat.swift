/// Where the sentences of a corpus stand.
public struct CorpusFormat: Hashable, Sendable {
  /// The column of a table that holds the sentences; nil if every line is a sentence.
  ///
  /// A table is JSON lines, or has fields that are separated by tabs, commas or semicolons, which
  /// its first line tells.
  public var column: TextColumn?
  /// Whether rows of a table that cannot be read are left out, with one ``FileWarning``.
  public var skipsBadRows: Bool

  /// A format; without arguments, every line is a sentence.
  public init(column: TextColumn? = nil, skipsBadRows: Bool = false) {
    self.column = column
    self.skipsBadRows = skipsBadRows
  }

  /// Plain text, one sentence a line.
  public static let lines = CorpusFormat()
}

/// A column of a table.
public enum TextColumn: Hashable, Sendable, CustomStringConvertible {
  /// Its number, counted from 1; the first row is then a row like all others.
  case number(Int)
  /// Its name in the first row, or the key in every object of JSON lines.
  case name(String)

  /// The column that a text names: a whole number above zero, or a name.
  public init(_ spelling: String) {
    if let number = Int(spelling), number > 0, String(number) == spelling {
      self = .number(number)
    } else {
      self = .name(spelling)
    }
  }

  /// The number or the name.
  public var description: String {
    switch self {
    case .number(let number): "\(number)"
    case .name(let name): name
    }
  }
}
