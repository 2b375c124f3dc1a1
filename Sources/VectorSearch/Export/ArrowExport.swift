import FileFormats

/// A table in Arrow's file format, for pyarrow, pandas, Polars, DuckDB and what else reads it.
enum ArrowExport: IndexExport {
  static let name = "arrow"
  static let help = "rows.arrow, a table of id, sentence, columns and vector for Arrow and pandas."

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    let columns =
      [ArrowColumn("id", .integers)]
      + (index.hasSentences ? [ArrowColumn("sentence", .texts)] : [])
      + [ArrowColumn("vector", .vectors(dimension: index.dimension))]
      + index.columnNames(besides: ["id", "sentence", "vector"]).map { ArrowColumn($0, .texts) }
    let file = try ArrowFile(path: folder + "/rows.arrow", columns)
    let vector = index.hasSentences ? 2 : 1
    try index.forEachRow(progress: progress) { row in
      file.append(integer: row.id, to: 0)
      if let sentence = row.sentence { file.append(text: sentence, to: 1) }
      file.append(row.vector.span, to: vector)
      for (number, field) in row.fields.enumerated() {
        file.append(text: field, to: vector + 1 + number)
      }
      try file.endRow()
    }
    try file.finish()
  }
}
