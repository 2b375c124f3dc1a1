import FileFormats
import TensorKit

/// Rows for PostgreSQL with the signs of vectors as `bit`, by which many rows are found quickly, and
/// vectors in half precision, by which the best of them are.
enum PGCopyBitExport: IndexExport {
  static let name = "pgcopy-bit"
  static let help = "The same with a column of signs, one bit each, to search first."

  static func check(_ index: MappedIndex) throws(IndexExportError) {
    guard index.metric == .cosine else {
      throw .metric(index.metric, format: name, known: [.cosine])
    }
    try PGCopyTable.check(index, format: name)
  }

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    let dimension = index.dimension
    let table = PGCopyTable(
      columns: ["embedding halfvec(\(dimension))", "signs bit(\(dimension))"],
      query: "SET hnsw.ef_search = 200;\n-- SELECT id, sentence FROM "
        + "(SELECT * FROM textae_rows ORDER BY signs <~> binary_quantize('[0.1,0.2,...]'::halfvec(\(dimension))) LIMIT 200) AS near "
        + "ORDER BY embedding <#> '[0.1,0.2,...]' LIMIT 10;",
      key: "(signs bit_hamming_ops)")
    try table.write(index, to: folder, progress: progress) { row, bytes in
      let halves = try PGCopyHalfvecExport.halves(of: row)
      PGCopyHalfvecExport.append(halves, to: &bytes)
      append(signs: halves, to: &bytes)
    }
  }

  /// Appends a `bit`, as `bit_send` of PostgreSQL does and with the values of `binary_quantize`: 1 for a
  /// number above 0, the first one as the highest bit of the first byte.
  private static func append(signs halves: [UInt16], to bytes: inout [UInt8]) {
    var signs = [UInt8](repeating: 0, count: (halves.count + 7) / 8)
    for (index, half) in halves.enumerated() where half > 0 && half < 0x8000 {
      signs[index / 8] |= 0x80 >> UInt8(index % 8)
    }
    bytes.append(bigEndian: UInt64(4 + signs.count), bytes: 4)
    bytes.append(bigEndian: UInt64(halves.count), bytes: 4)
    bytes += signs
  }
}
