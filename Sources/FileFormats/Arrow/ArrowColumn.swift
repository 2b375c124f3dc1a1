/// A column of an Arrow file.
package struct ArrowColumn: Sendable {
  /// What the values are.
  package enum Kind: Sendable {
    /// Whole numbers of eight bytes.
    case integers
    case texts
    /// Single precision numbers, as many in each row.
    case vectors(dimension: Int)
  }

  package let name: String
  package let kind: Kind

  package init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }

  /// The table `Field` of the schema; the numbers of fields and types are those of Arrow's `Schema.fbs`.
  var field: FlatTable {
    let (type, details, children): (Int, FlatTable, [FlatTable]) =
      switch kind {
      case .integers:
        (2, FlatTable([(0, .number(64, bytes: 4)), (1, .number(1, bytes: 1))]), [])
      case .texts: (5, FlatTable([]), [])
      case .vectors(let dimension):
        (16, FlatTable([(0, .number(dimension, bytes: 4))]), [Self.item])
      }
    return Self.field(name, type, details, children)
  }

  /// The numbers of a vector: a float of single precision.
  private static let item = field("item", 3, FlatTable([(0, .number(1, bytes: 2))]), [])

  private static func field(
    _ name: String, _ type: Int, _ details: FlatTable, _ children: [FlatTable]
  ) -> FlatTable {
    FlatTable([
      (0, .text(name)), (2, .number(type, bytes: 1)), (3, .table(details)), (5, .tables(children)),
    ])
  }
}
