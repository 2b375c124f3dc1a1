import FileFormats
import TensorKit

/// An index file of faiss in an `IndexIDMap`, so that it answers with the ids of the rows: `IndexHNSWFlat`
/// if the index has a graph, else `IndexFlatIP` or `IndexFlatL2`.
///
/// The format is that of `faiss.write_index` (compared with faiss 1.15). Numbers are little-endian.
enum FaissExport: IndexExport {
  static let name = "faiss"
  static let help = "index.faiss for faiss.read_index, which answers with our ids, and rows.jsonl."

  static func check(_ index: MappedIndex) throws(IndexExportError) {
    guard index.kind == .hnsw, !isWhole(index) else { return }
    throw .graph(format: name, segments: index.segments.count, removed: index.removedCount)
  }

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    let file = try AtomicFile(path: folder + "/index.faiss")
    var lines = try RowLines(index, in: folder)
    try file.write(header("IxMp", index))
    if isWhole(index), let graph = index.segments.first?.segment.graph {
      try file.write(header("IHNf", index))
      try FaissGraph(graph).write(to: file)
    }
    var bytes = header(index.metric == .l2 ? "IxF2" : "IxFI", index)
    bytes.append(littleEndian: UInt64(index.count * index.dimension))
    try file.write(bytes)
    try index.forEachRow(progress: progress) { row in
      try file.write(row.vector.span)
      try lines.append(row)
    }
    bytes.removeAll()
    bytes.append(littleEndian: UInt64(index.count))
    for id in index.ids { bytes.append(littleEndian: UInt64(id)) }
    try file.write(bytes)
    try lines.finish()
    try file.commit()
  }

  /// Whether there is at most one graph, and all rows in it are there.
  private static func isWhole(_ index: MappedIndex) -> Bool {
    index.segments.count <= 1 && index.removedCount == 0
  }

  /// Four letters, i32 components, i64 vectors, twice an i64 that nobody reads, u8 whether it is
  /// trained, i32 metric: 0 inner product, 1 squared distance.
  private static func header(_ kind: String, _ index: MappedIndex) -> [UInt8] {
    var bytes = Array(kind.utf8)
    bytes.append(littleEndian: UInt64(index.dimension), bytes: 4)
    bytes.append(littleEndian: UInt64(index.count))
    for _ in 0..<2 { bytes.append(littleEndian: 1 << 20) }
    bytes.append(1)
    bytes.append(littleEndian: index.metric == .l2 ? 1 : 0, bytes: 4)
    return bytes
  }
}
