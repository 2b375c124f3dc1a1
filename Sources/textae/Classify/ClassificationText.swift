import DataStructures
import FileFormats
import TextAutoencoder

/// The figures of a classifier on a file, for people and for programs.
struct ClassificationText {
  let name: String
  let file: String
  let report: ClassificationReport

  /// The confusion table is shown for at most this many classes.
  static let mostClasses = 10

  /// The figures and the whole confusion table.
  var json: JSONValue {
    [
      "classifier": .string(name), "file": .string(file), "examples": .integer(report.count),
      "accuracy": .number(report.accuracy), "macroF1": .number(report.macroF1),
      "majority": .number(report.majority),
      "classes": .array(
        report.figures.map { figures in
          [
            "label": .string(figures.name), "examples": .integer(figures.count),
            "precision": .number(figures.precision), "recall": .number(figures.recall),
            "f1": .number(figures.f1),
          ]
        }),
      "confusion": .array(report.confusion.map { .array($0.map { .integer($0) }) }),
    ]
  }

  /// A few lines of text.
  var lines: [String] {
    let figures = [
      ("accuracy", report.accuracy), ("macro F1", report.macroF1),
      ("most frequent class", report.majority),
    ]
    return ["\(name)  (\(report.count) examples, \(report.classes.count) classes)"]
      + figures.map { "  \(TextFormat.padded($0.0, to: 20)) \(Self.hundredfold($0.1))" }
      + (report.classes.count <= Self.mostClasses ? table : [])
  }

  /// A row per class, and a column per predicted class.
  private var table: [String] {
    let names = report.classes.map { TextFormat.shortened($0, to: 16) }
    let cells =
      [["label"] + names] + zip(names, report.confusion).map { [$0] + $1.map(String.init) }
    let widths = cells[0].indices.map { column in
      cells.map { TextFormat.displayWidth($0[column]) }.max() ?? 0
    }
    return cells.map { row in
      "  "
        + row.indices.map { column in
          let space = String(
            repeating: " ", count: widths[column] - TextFormat.displayWidth(row[column]))
          return column == 0 ? row[column] + space : space + row[column]
        }.joined(separator: "  ")
    }
  }

  private static func hundredfold(_ value: Double) -> String {
    TextFormat.fixed(value, places: 1, times: 100)
  }
}
