import FileFormats

/// What a column of the rows to be found has to hold: `label=ham`, `stars>=4`.
public struct FieldCondition: Hashable, Sendable, CustomStringConvertible {
  /// How a field is compared.
  public enum Relation: String, CaseIterable, Sendable {
    /// The same text.
    case equal = "="
    /// Another text.
    case notEqual = "!="
    /// A smaller number.
    case less = "<"
    /// A number that is not larger.
    case atMost = "<="
    /// A larger number.
    case greater = ">"
    /// A number that is not smaller.
    case atLeast = ">="
  }

  /// The name of the column.
  public let column: String
  /// How its fields are compared.
  public let relation: Relation
  /// What they are compared with.
  public let value: String
  private let number: Double?

  /// A condition; nil if numbers are to be compared and the value is none.
  public init?(column: String, _ relation: Relation, _ value: String) {
    number = Double(value)
    if relation != .equal, relation != .notEqual, number == nil { return nil }
    self.column = column
    self.relation = relation
    self.value = value
  }

  /// Reads a condition such as `label=ham` or `stars >= 4`; nil if the text is none.
  ///
  /// `==` is another spelling of `=`. Blanks around the sign are left out.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    let signs = Array("=!<>".utf8)
    guard let start = bytes.firstIndex(where: signs.contains), start > 0 else { return nil }
    let spellings = Relation.allCases.map { (sign: $0.rawValue, relation: $0) } + [("==", .equal)]
    let found = spellings.filter { bytes[start...].starts(with: $0.sign.utf8) }
      .max { $0.sign.utf8.count < $1.sign.utf8.count }
    guard let (sign, relation) = found else { return nil }
    let column = Self.withoutBlanks(bytes[..<start])
    guard !column.isEmpty else { return nil }
    self.init(
      column: column, relation, Self.withoutBlanks(bytes[(start + sign.utf8.count)...]))
  }

  private static func withoutBlanks(_ bytes: ArraySlice<UInt8>) -> String {
    let blank = UInt8(ascii: " ")
    var rest = bytes.drop { $0 == blank }
    while rest.last == blank { rest.removeLast() }
    return String(decoding: rest, as: UTF8.self)
  }

  /// The text that reads as this condition.
  public var description: String { column + relation.rawValue + value }

  /// Whether a field of a table fulfills it; a damaged one does not.
  func accepts(_ fields: TextTable, _ index: Int) -> Bool {
    switch relation {
    case .equal: return fields.equals(index, Array(value.utf8))
    case .notEqual:
      return (try? fields.range(index)) != nil && !fields.equals(index, Array(value.utf8))
    default: break
    }
    guard let text = try? fields[index], let found = Double(text), let number else { return false }
    return switch relation {
    case .less: found < number
    case .atMost: found <= number
    case .greater: found > number
    case .atLeast: found >= number
    case .equal, .notEqual: false
    }
  }
}
