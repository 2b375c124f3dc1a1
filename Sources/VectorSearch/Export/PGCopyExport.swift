import FileFormats
import TensorKit

/// Rows for PostgreSQL's binary `COPY` into a table with a column of pgvector.
///
/// The formats are those of PostgreSQL's documentation of COPY and of `vector_send` of pgvector: u16
/// components, u16 zero, floats. Numbers are big-endian.
enum PGCopyExport: IndexExport {
  static let name = "pgcopy"
  static let help =
    "rows.pgcopy for PostgreSQL with pgvector, and load.sql with the table, its index and a query."

  /// What pgvector stores at most, and what its indexes take as `vector` and as `halfvec`.
  private static let largestVector = 16_000
  private static let largestIndexed = 2_000
  private static let largestHalf = 4_000

  static func check(_ index: MappedIndex) throws(IndexExportError) {
    guard index.dimension <= largestVector else {
      throw .dimension(index.dimension, format: name, limit: largestVector)
    }
  }

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    let file = try AtomicFile(path: folder + "/rows.pgcopy")
    try file.write(Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    try index.forEachRow(progress: progress) { row in
      try file.write(tuple(row, of: index))
    }
    try file.write([0xFF, 0xFF])
    let sql = try AtomicFile(path: folder + "/load.sql")
    try sql.write(commands(index))
    try file.commit()
    try sql.commit()
  }

  private static func tuple(_ row: MappedIndex.Row, of index: MappedIndex) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: 4, bytes: 2)
    bytes.append(bigEndian: 8, bytes: 4)
    bytes.append(bigEndian: UInt64(row.id), bytes: 8)
    if let sentence = row.sentence {
      append(Array(sentence.withoutZeros.utf8), to: &bytes)
    } else {
      bytes.append(bigEndian: 0xFFFF_FFFF, bytes: 4)
    }
    // jsonb is a version and the text.
    let fields = row.fields.map(\.withoutZeros)
    append([1] + Array(index.json(fields: fields).jsonText.utf8), to: &bytes)
    bytes.append(bigEndian: UInt64(4 + 4 * row.vector.count), bytes: 4)
    bytes.append(bigEndian: UInt64(row.vector.count), bytes: 2)
    bytes.append(bigEndian: 0, bytes: 2)
    for value in row.vector { bytes.append(bigEndian: UInt64(value.bitPattern), bytes: 4) }
    return bytes
  }

  private static func append(_ field: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(bigEndian: UInt64(field.count), bytes: 4)
    bytes += field
  }

  private static func commands(_ index: MappedIndex) -> String {
    let (sign, name) =
      switch index.metric {
      case .cosine: ("<=>", "cosine")
      case .dot: ("<#>", "ip")
      case .l2: ("<->", "l2")
      }
    let indexes =
      if index.dimension <= largestIndexed {
        "CREATE INDEX ON textae_rows USING hnsw (embedding vector_\(name)_ops);"
      } else if index.dimension <= largestHalf {
        "CREATE INDEX ON textae_rows USING hnsw "
          + "((embedding::halfvec(\(index.dimension))) halfvec_\(name)_ops);"
      } else {
        "CREATE INDEX ON textae_rows USING hnsw "
          + "((binary_quantize(embedding)::bit(\(index.dimension))) bit_hamming_ops);"
      }
    return """
      -- In this folder: psql DATABASE -f load.sql
      CREATE EXTENSION IF NOT EXISTS vector;
      CREATE TABLE textae_rows (
        id bigint PRIMARY KEY, sentence text, fields jsonb NOT NULL,
        embedding vector(\(index.dimension)) NOT NULL
      );
      \\copy textae_rows FROM 'rows.pgcopy' WITH (FORMAT binary)

      -- The ten rows nearest to a vector, by \(index.metric):
      -- SELECT id, sentence FROM textae_rows ORDER BY embedding \(sign) '[0.1,0.2,...]' LIMIT 10;
      --
      -- Faster with many rows, and misses a few neighbors:
      -- \(indexes)

      """
  }
}

extension [UInt8] {
  /// Appends the lowest bytes of a number, the most significant one first.
  fileprivate mutating func append(bigEndian value: UInt64, bytes: Int) {
    for index in (0..<bytes).reversed() { append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }
}
