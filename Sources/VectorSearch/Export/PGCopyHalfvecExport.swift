import FileFormats
import TensorKit

/// Rows for PostgreSQL with vectors of pgvector in half precision, which take half the room.
///
/// Those of an index with the codec f16 are its own numbers.
enum PGCopyHalfvecExport: IndexExport {
  static let name = "pgcopy-halfvec"
  static let help = "The same with vectors in half precision, for pgvector 0.7."

  /// What pgvector's indexes take as `halfvec`.
  private static let largestIndexed = 4_000

  static func check(_ index: MappedIndex) throws(IndexExportError) {
    try PGCopyTable.check(index, format: name)
  }

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    // Rounded vectors have not quite the length 1, and are compared as they are, as in our index.
    let metric = index.metric == .cosine ? .dot : index.metric
    let sign = PGCopyTable.sign(metric)
    let family = PGCopyTable.family(metric)
    let table = PGCopyTable(
      columns: ["embedding halfvec(\(index.dimension))"],
      query: PGCopyTable.nearest(sign),
      key: index.dimension <= largestIndexed
        ? "(embedding halfvec_\(family)_ops)"
        : "((binary_quantize(embedding)::bit(\(index.dimension))) bit_hamming_ops)")
    try table.write(index, to: folder, progress: progress) { row, bytes in
      try append(halves(of: row), to: &bytes)
    }
  }

  /// Appends a `halfvec`.
  static func append(_ halves: [UInt16], to bytes: inout [UInt8]) {
    bytes.append(bigEndian: UInt64(4 + 2 * halves.count), bytes: 4)
    bytes.append(bigEndian: UInt64(halves.count), bytes: 2)
    bytes.append(bigEndian: 0, bytes: 2)
    for half in halves { bytes.append(bigEndian: UInt64(half), bytes: 2) }
  }

  /// The numbers of a row in half precision.
  ///
  /// - Throws: `IndexExportError.range` for a number that would be infinite.
  static func halves(of row: MappedIndex.Row) throws(IndexExportError) -> [UInt16] {
    let halves = row.vector.map(HalfPrecision.bits)
    guard halves.allSatisfy({ $0 & 0x7C00 != 0x7C00 }) else {
      throw .range(id: row.id, format: name, limit: 65_504)
    }
    return halves
  }
}
