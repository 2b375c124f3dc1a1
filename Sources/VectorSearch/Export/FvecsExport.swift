import FileFormats

/// The format of the TexMex corpora: the dimension before each row.
enum FvecsExport: IndexExport {
  static let name = "fvecs"
  static let help = "vectors.fvecs, which faiss and benchmarks read, and rows.jsonl."

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    let file = try AtomicFile(path: folder + "/vectors.fvecs")
    var lines = try RowLines(index, in: folder)
    var dimension: [UInt8] = []
    dimension.append(littleEndian: UInt64(index.dimension), bytes: 4)
    try index.forEachRow(progress: progress) { row in
      try file.write(dimension)
      try file.write(row.vector.span)
      try lines.append(row)
    }
    try lines.finish()
    try file.commit()
  }
}
