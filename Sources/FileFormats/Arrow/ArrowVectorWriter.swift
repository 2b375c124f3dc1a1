/// Writes an Arrow table of sentences and vectors.
final class ArrowVectorWriter: VectorWriter {
  private let file: ArrowFile
  private let dimension: Int

  init(path: String, dimension: Int, existing: OverwritePolicy) throws(FileError) {
    file = try ArrowFile(
      path: path,
      [ArrowColumn("sentence", .texts), ArrowColumn("vector", .vectors(dimension: dimension))],
      existing: existing)
    self.dimension = dimension
  }

  func append(_ rows: Span<Float>, labels: [String]) throws(FileError) {
    for (index, label) in labels.enumerated() {
      file.append(text: label, to: 0)
      file.append(rows.extracting(index * dimension..<(index + 1) * dimension), to: 1)
      try file.endRow()
    }
  }

  func finish() throws(FileError) { try file.finish() }
}
