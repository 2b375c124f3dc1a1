import FileFormats

/// NumPy arrays of vectors and ids.
enum NumpyExport: IndexExport {
  static let name = "numpy"
  static let help = "vectors.npy and ids.npy, and rows.jsonl with the sentences and columns."

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    let vectors = try NPYWriter(
      path: folder + "/vectors.npy", columns: index.dimension, rows: index.count)
    var lines = try RowLines(index, in: folder)
    try index.forEachRow(progress: progress) { row in
      try vectors.append(row.vector.span)
      try lines.append(row)
    }
    try NPYIntegers.write(index.ids, to: folder + "/ids.npy")
    try lines.finish()
    try vectors.finish()
  }
}
