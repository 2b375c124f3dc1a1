import FileFormats
import Foundation

/// Figures of several things side by side, such as the kinds of a family of models or the steps of an
/// ablation: a row for each thing, a column for each figure.
///
/// ```swift
/// let table = try FigureTable(contentsOf: "family.md")
/// print(table.rows, table.charts.map(\.name))
/// ```
public struct FigureTable: Equatable, Sendable {
  /// The values of one figure.
  public struct Column: Equatable, Sendable {
    /// What it is, such as `BLEU`.
    public let name: String
    /// Whose it is, where several are compared in one chart; else empty.
    public let series: String
    /// A value for each row; nil where there is none.
    public let values: [Double?]

    /// A column of finite values.
    public init(name: String, series: String = "", values: [Double?]) {
      (self.name, self.series) = (name, series)
      self.values = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
    }
  }

  /// Columns that belong in one chart, since they have the same name.
  public struct Chart: Equatable, Sendable {
    /// The name of the columns.
    public let name: String
    /// One column or several.
    public let columns: [Column]
  }

  /// The heading.
  public let title: String
  /// What the figures are, in a sentence or more.
  public let about: String
  /// What the rows are, such as `kind`; may be empty.
  public let heading: String
  /// What each row is about.
  public let rows: [String]
  /// The figures, one chart for each.
  public let charts: [Chart]

  /// A table whose columns have a value or nil for each row.
  public init(title: String, about: String, heading: String, rows: [String], columns: [Column]) {
    precondition(columns.allSatisfy { $0.values.count == rows.count }, "a column without its rows")
    (self.title, self.about, self.heading, self.rows) = (title, about, heading, rows)
    var charts: [Chart] = []
    for column in columns {
      if let place = charts.firstIndex(where: { $0.name == column.name }) {
        charts[place] = Chart(name: column.name, columns: charts[place].columns + [column])
      } else {
        charts.append(Chart(name: column.name, columns: [column]))
      }
    }
    self.charts = charts
  }

  /// The rows as places on an axis, if they are at least two numbers that increase: then curves tell
  /// more than bars. O(rows).
  public var places: [Double]? {
    let numbers = rows.compactMap { Double($0) }.filter(\.isFinite)
    guard numbers.count == rows.count, numbers.count > 1,
      zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    return numbers
  }

  /// Whether the places grow by factors rather than by steps, such as 2, 4, 8 and 16: their distances are
  /// then more alike on a logarithmic axis. O(rows).
  public var growsByFactors: Bool {
    guard let places, places.count > 2, let first = places.first, let last = places.last, first > 0,
      last / first >= 8
    else { return false }
    func unevenness(_ numbers: [Double]) -> Double {
      let steps = zip(numbers.dropFirst(), numbers).map { $0 - $1 }
      return (steps.max() ?? 1) / (steps.min() ?? 1)
    }
    return unevenness(places.map { log2($0) }) < unevenness(places)
  }

  /// A name, short enough for a page.
  fileprivate static func name(_ text: String) -> JSONValue { .string(PageText.cut(text, to: 200)) }

  var json: JSONValue {
    [
      "title": .string(title), "about": .string(about), "heading": Self.name(heading),
      "rows": .array(rows.map(Self.name)),
      "places": places.map { .array($0.map { .number($0) }) } ?? .null,
      "growsByFactors": .bool(growsByFactors),
      "charts": .array(charts.map(\.json)),
    ]
  }
}

extension FigureTable.Chart {
  fileprivate var json: JSONValue {
    [
      "name": FigureTable.name(name),
      "columns": .array(
        columns.map {
          [
            "series": FigureTable.name($0.series),
            "values": .array($0.values.map { $0.map { .number($0) } ?? .null }),
          ]
        }),
    ]
  }
}
