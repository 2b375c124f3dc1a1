import FileFormats
import TensorKit

/// Commands that make tables of SQLite with the extension sqlite-vec.
enum SQLiteExport: IndexExport {
  static let name = "sqlite"
  static let help = "rows.sql, which makes tables of SQLite with sqlite-vec, with a query in it."

  /// What sqlite-vec takes at most.
  private static let largestVector = 8_192

  static func check(_ index: MappedIndex) throws(IndexExportError) {
    guard index.metric != .dot else {
      throw .metric(index.metric, format: name, known: [.cosine, .l2])
    }
    guard index.dimension <= largestVector else {
      throw .dimension(index.dimension, format: name, limit: largestVector)
    }
  }

  static func write(
    _ index: MappedIndex, to folder: String, progress: (Int) throws -> Void
  ) throws {
    let file = try AtomicFile(path: folder + "/rows.sql")
    let metric = index.metric == .cosine ? "cosine" : "L2"
    try file.write(
      """
      -- Load the extension first: .load ./vec0, or sqlite_vec.load(connection) in Python.
      BEGIN;
      CREATE TABLE textae_rows (id INTEGER PRIMARY KEY, sentence TEXT, fields TEXT NOT NULL);
      CREATE VIRTUAL TABLE textae_vectors USING vec0(
        id INTEGER PRIMARY KEY, embedding float[\(index.dimension)] distance_metric=\(metric)
      );

      """)
    try index.forEachRow(progress: progress) { row in
      let fields = index.databaseJSON(fields: row.fields).jsonText
      var line = Array("INSERT INTO textae_rows VALUES (\(row.id),".utf8)
      line += Array((row.sentence.map { $0.withoutZeros.quotedForSQL } ?? "NULL").utf8)
      line += Array(",\(fields.quotedForSQL));\n".utf8)
      // A vector of zeros has no direction; sqlite-vec would find it first for every query.
      if index.metric == .cosine, row.vector.allSatisfy({ $0 == 0 }) {
        try file.write(line)
        return
      }
      line += Array("INSERT INTO textae_vectors VALUES (\(row.id),x'".utf8)
      for value in row.vector {
        for index in 0..<4 {
          let byte = UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32(index)))
          line.append(digits[Int(byte >> 4)])
          line.append(digits[Int(byte & 15)])
        }
      }
      line += Array("');\n".utf8)
      try file.write(line)
    }
    try file.write(
      """
      COMMIT;
      -- The ten rows nearest to a vector, which is a blob of floats or a text such as '[0.1, 0.2]':
      -- SELECT id, distance, sentence FROM textae_vectors JOIN textae_rows USING (id)
      --   WHERE embedding MATCH ? AND k = 10 ORDER BY distance;

      """)
    try file.commit()
  }

  private static let digits = Array("0123456789abcdef".utf8)
}

extension String {
  /// The text with U+FFFD for U+0000, which databases do not take in a text.
  var withoutZeros: String {
    utf8.contains(0) ? String(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : Character($0) }) : self
  }

  /// The text as a literal of SQL.
  fileprivate var quotedForSQL: String {
    // By scalars, because a quote and an accent behind it are one character.
    let quoted = unicodeScalars.flatMap { $0 == "'" ? [$0, $0] : [$0] }
    return "'\(String(String.UnicodeScalarView(quoted)))'"
  }
}
