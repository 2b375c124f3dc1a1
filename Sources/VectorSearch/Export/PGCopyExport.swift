import FileFormats
import TensorKit

/// Rows for PostgreSQL with vectors of pgvector in single precision.
enum PGCopyExport: IndexExport {
  static let name = "pgcopy"
  static let help =
    "rows.pgcopy for PostgreSQL with pgvector, and load.sql with the table, its index and a query."

  /// What pgvector's indexes take as `vector` and as `halfvec`.
  private static let largestIndexed = 2_000
  private static let largestHalf = 4_000

  static func check(_ index: MappedIndex) throws(IndexExportError) {
    try PGCopyTable.check(index, format: name)
  }

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    let sign = PGCopyTable.sign(index.metric)
    let family = PGCopyTable.family(index.metric)
    let key =
      if index.dimension <= largestIndexed {
        "(embedding vector_\(family)_ops)"
      } else if index.dimension <= largestHalf {
        "((embedding::halfvec(\(index.dimension))) halfvec_\(family)_ops)"
      } else {
        "((binary_quantize(embedding)::bit(\(index.dimension))) bit_hamming_ops)"
      }
    let table = PGCopyTable(
      columns: ["embedding vector(\(index.dimension))"],
      query: PGCopyTable.nearest(sign),
      key: key)
    try table.write(index, to: folder, progress: progress) { row, bytes in
      bytes.append(bigEndian: UInt64(4 + 4 * row.vector.count), bytes: 4)
      bytes.append(bigEndian: UInt64(row.vector.count), bytes: 2)
      bytes.append(bigEndian: 0, bytes: 2)
      for value in row.vector { bytes.append(bigEndian: UInt64(value.bitPattern), bytes: 4) }
    }
  }
}
