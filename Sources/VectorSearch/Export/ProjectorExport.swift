import FileFormats

/// The files of the embedding projector of TensorBoard.
enum ProjectorExport: IndexExport {
  static let name = "projector"
  static let help =
    "vectors.tsv, metadata.tsv and projector_config.json for the embedding projector."

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    let vectors = try VectorFormat.tsv.makeWriter(
      path: folder + "/vectors.tsv", dimension: index.dimension)
    let metadata = try AtomicFile(path: folder + "/metadata.tsv")
    let names =
      ["id"] + (index.hasSentences ? ["sentence"] : [])
      + index.columnNames(besides: ["id", "sentence"])
    // A single column has no header there.
    if names.count > 1 { try metadata.write(line(names)) }
    try index.forEachRow(progress: progress) { row in
      try vectors.append(row.vector.span, labels: [""])
      try metadata.write(line(["\(row.id)"] + (row.sentence.map { [$0] } ?? []) + row.fields))
    }
    let embedding: JSONValue = [
      "tensorName": "textae",
      "tensorShape": .array([.integer(index.count), .integer(index.dimension)]),
      "tensorPath": "vectors.tsv", "metadataPath": "metadata.tsv",
    ]
    let config = try AtomicFile(path: folder + "/projector_config.json")
    try config.write(
      JSONValue.object([.init(key: "embeddings", value: .array([embedding]))]).indentedText + "\n")
    try vectors.finish()
    try metadata.commit()
    try config.commit()
  }

  /// Fields with tabs between them; white space of any kind in a field becomes a space.
  private static func line(_ fields: [String]) -> String {
    let cells = fields.map { field in
      String(field.unicodeScalars.map { $0.properties.isWhitespace ? " " : Character($0) })
    }
    return cells.joined(separator: "\t") + "\n"
  }
}
