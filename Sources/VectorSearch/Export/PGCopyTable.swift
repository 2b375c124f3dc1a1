import FileFormats
import TensorKit

/// A table of PostgreSQL, and its rows for a binary `COPY`.
///
/// The formats are those of PostgreSQL's documentation of COPY and of `vector_send` and `halfvec_send` of
/// pgvector: u16 components, u16 zero, numbers. Numbers are big-endian.
struct PGCopyTable {
  /// The columns behind id, sentence and fields.
  let columns: [String]
  /// An example of a query.
  let query: String
  /// What an index of pgvector is made of.
  let key: String

  /// What pgvector stores at most.
  private static let largestVector = 16_000

  static func check(_ index: MappedIndex, format: String) throws(IndexExportError) {
    guard index.dimension <= largestVector else {
      throw .dimension(index.dimension, format: format, limit: largestVector)
    }
  }

  /// The operator of a metric.
  static func sign(_ metric: Metric) -> String {
    switch metric {
    case .cosine: "<=>"
    case .dot: "<#>"
    case .l2: "<->"
    }
  }

  /// A metric in the names of operator classes.
  static func family(_ metric: Metric) -> String {
    switch metric {
    case .cosine: "cosine"
    case .dot: "ip"
    case .l2: "l2"
    }
  }

  /// The rows nearest to a vector.
  static func nearest(_ sign: String) -> String {
    "SELECT id, sentence FROM textae_rows ORDER BY embedding \(sign) '[0.1,0.2,...]' LIMIT 10;"
  }

  /// Writes both files; `append` appends the columns of a row that are behind its fields.
  func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void,
    append: (MappedIndex.Row, inout [UInt8]) throws -> Void
  ) throws {
    let file = try AtomicFile(path: folder + "/rows.pgcopy")
    try file.write(Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    try index.forEachRow(progress: progress) { row in
      var bytes = start(of: row, of: index)
      try append(row, &bytes)
      try file.write(bytes)
    }
    try file.write([0xFF, 0xFF])
    let sql = try AtomicFile(path: folder + "/load.sql")
    try sql.write(commands(index.metric))
    try file.commit()
    try sql.commit()
  }

  /// The number of columns, the id, the sentence and the fields.
  private func start(of row: MappedIndex.Row, of index: MappedIndex) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(bigEndian: UInt64(3 + columns.count), bytes: 2)
    bytes.append(bigEndian: 8, bytes: 4)
    bytes.append(bigEndian: UInt64(row.id), bytes: 8)
    if let sentence = row.sentence {
      bytes.append(field: Array(sentence.withoutZeros.utf8))
    } else {
      bytes.append(bigEndian: 0xFFFF_FFFF, bytes: 4)
    }
    // jsonb is a version and the text.
    bytes.append(field: [1] + Array(index.databaseJSON(fields: row.fields).jsonText.utf8))
    return bytes
  }

  private func commands(_ metric: Metric) -> String {
    """
    -- In this folder: psql DATABASE -f load.sql
    \\set ON_ERROR_STOP on
    SET client_encoding = 'UTF8';
    BEGIN;
    CREATE EXTENSION IF NOT EXISTS vector;
    CREATE TABLE textae_rows (
      id bigint PRIMARY KEY, sentence text, fields jsonb NOT NULL,
      \(columns.map { $0 + " NOT NULL" }.joined(separator: ", "))
    );
    \\copy textae_rows FROM 'rows.pgcopy' WITH (FORMAT binary)
    COMMIT;

    -- The ten rows nearest to a vector, by \(metric):
    -- \(query)
    --
    -- Faster with many rows, and misses a few neighbors:
    -- CREATE INDEX ON textae_rows USING hnsw \(key);

    """
  }
}

extension [UInt8] {
  /// Appends the lowest bytes of a number, the most significant one first.
  mutating func append(bigEndian value: UInt64, bytes: Int) {
    for index in (0..<bytes).reversed() { append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }

  /// Appends a field with its length before it.
  mutating func append(field: [UInt8]) {
    append(bigEndian: UInt64(field.count), bytes: 4)
    self += field
  }
}
