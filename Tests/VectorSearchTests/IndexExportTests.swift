import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing
import VectorSearch

/// What other programs write of the same rows: `Tests/Peers/make_export_goldens.py` makes those files.
@Suite struct IndexExportTests {
  private static let vectors = Matrix(
    rows: 4, columns: 3, values: [0, 0.5, -1, 9, 9, 9, 3.25, -0.125, 7, 0.001, 0, 2])
  private static let sentences = ["the mill", "gone", "it's \"hot\"\tçå", "a line\\\nbreak"]

  /// Exports an index whose second row was removed, and returns the bytes of the files.
  private func export(
    _ format: IndexExportFormat, metric: Metric = .l2, columns: [String] = [],
    hasSentences: Bool = true
  ) throws -> [String: [UInt8]] {
    let folder = try TemporaryFolder()
    let design = IndexDesign(
      dimension: 3, metric: metric, hasSentences: hasSentences, columns: columns)
    try buildIndex(
      folder.file("x.index"), Self.vectors, design, sentences: hasSentences ? Self.sentences : [],
      fields: columns.isEmpty ? [] : ["a\tb", "c", "d\0\"e", ""].map { [$0] })
    let editor = try IndexEditor(path: folder.file("x.index"))
    try editor.remove(id: 1)
    try editor.commit()
    var told: [Int] = []
    try MappedIndex(path: folder.file("x.index")).export(as: format, to: folder.file("out")) {
      told.append($0)
    }
    #expect(told == [3])
    var files: [String: [UInt8]] = [:]
    for name in try FileManagerNames.names(folder.file("out")) {
      files[name] = [UInt8](try Data(contentsOf: folder.url("out/" + name)))
    }
    return files
  }

  private func format(_ name: String) throws -> IndexExportFormat {
    try #require(IndexExportFormat(name))
  }

  private func golden(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: GoldenFile.path("export/" + name))))
  }

  private func text(_ bytes: [UInt8]?) -> String { String(decoding: bytes ?? [], as: UTF8.self) }

  private static let lines = #"""
    {"id":0,"sentence":"the mill"}
    {"id":2,"sentence":"it's \"hot\"\tçå"}
    {"id":3,"sentence":"a line\\\nbreak"}

    """#

  @Test func `NumPy arrays are those of NumPy`() throws {
    let files = try export(format("numpy"))
    #expect(files.keys.sorted() == ["ids.npy", "rows.jsonl", "vectors.npy"])
    #expect(files["vectors.npy"] == (try golden("vectors.npy")))
    #expect(files["ids.npy"] == (try golden("ids.npy")))
    #expect(text(files["rows.jsonl"]) == Self.lines)
  }

  @Test func `fvecs are those of faiss`() throws {
    let files = try export(format("fvecs"))
    #expect(files["vectors.fvecs"] == (try golden("vectors.fvecs")))
    #expect(text(files["rows.jsonl"]) == Self.lines)
  }

  @Test(arguments: [Metric.l2, .dot])
  func `an index file of faiss is that of faiss`(metric: Metric) throws {
    let files = try export(format("faiss"), metric: metric)
    #expect(files["index.faiss"] == (try golden("\(metric).faiss")))
  }

  @Test func `a graph becomes that of faiss, with equal rows in it`() throws {
    let folder = try TemporaryFolder()
    let vectors = Matrix(rows: 5, columns: 2, values: [0, 0, 1, 0, 0, 2, 1, 0, 4, 4])
    var design = IndexDesign(dimension: 2, metric: .l2, kind: .hnsw, hasSentences: false)
    design.graph = GraphParameters(links: 2)
    let index = try buildIndex(folder.file("x.index"), vectors, design)
    try index.export(as: format("faiss"), to: folder.file("out"))
    let bytes = [UInt8](try Data(contentsOf: folder.url("out/index.faiss")))
    #expect(bytes == (try golden("graph.faiss")))
  }

  @Test func `one graph of all rows is asked for`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.index")
    let design = IndexDesign(dimension: 3, metric: .l2, kind: .hnsw, hasSentences: false)
    try buildIndex(path, Self.vectors, design)
    let editor = try IndexEditor(path: path)
    try editor.remove(id: 1)
    try editor.commit()
    #expect(throws: IndexExportError.graph(format: "faiss", segments: 1, removed: 1)) {
      try MappedIndex(path: path).export(as: format("faiss"), to: folder.file("out"))
    }
    try IndexEditor(path: path).commit(compacts: true)
    try MappedIndex(path: path).export(as: format("faiss"), to: folder.file("out"))
  }

  @Test func `halves and bits are those of pgvector`() throws {
    let halves = try export(format("pgcopy-halfvec"))
    #expect(halves["rows.pgcopy"] == (try golden("halfvec.pgcopy")))
    #expect(text(halves["load.sql"]).contains("embedding halfvec(3) NOT NULL"))
    let bits = try export(format("pgcopy-bit"), metric: .cosine)
    #expect(bits["rows.pgcopy"] == (try golden("bit.pgcopy")))
    #expect(text(bits["load.sql"]).contains("signs bit(3) NOT NULL"))
    #expect(throws: IndexExportError.metric(.l2, format: "pgcopy-bit", known: [.cosine])) {
      try export(format("pgcopy-bit"))
    }
  }

  @Test func `a number that is infinite as a half is refused`() throws {
    let folder = try TemporaryFolder()
    let design = IndexDesign(dimension: 2, metric: .dot, hasSentences: false)
    let index = try buildIndex(
      folder.file("x.index"), Matrix(rows: 2, columns: 2, values: [65_504, 0, 1, -65_520]), design)
    #expect(throws: IndexExportError.range(id: 1, format: "pgcopy-halfvec", limit: 65_504)) {
      try index.export(as: format("pgcopy-halfvec"), to: folder.file("out"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
  }

  /// `make_export_goldens.py` reads the file with pyarrow.
  @Test func `a table for Arrow is the one that pyarrow has read`() throws {
    let found = try #require(try export(format("arrow"), columns: ["label"])["rows.arrow"])
    if ProcessInfo.processInfo.environment["TEXTAE_RECORD"] != nil {
      try Data(found).write(to: URL(filePath: GoldenFile.path("export/rows.arrow")))
      Issue.record("recorded rows.arrow")
    }
    #expect(found == (try golden("rows.arrow")))
  }

  @Test func `rows for PostgreSQL are those that it copies out`() throws {
    let files = try export(format("pgcopy"))
    #expect(files["rows.pgcopy"] == (try golden("rows.pgcopy")))
    #expect(text(files["load.sql"]).contains("embedding vector(3) NOT NULL"))
    #expect(text(files["load.sql"]).contains("embedding <-> "))
  }

  @Test func `a quote is doubled in commands for SQLite, whatever follows it`() throws {
    let folder = try TemporaryFolder()
    let design = IndexDesign(dimension: 3, hasSentences: true, columns: ["x'\u{301}"])
    let texts = ["it's", "it'\u{301}s", "''", "'\u{200D}'"]
    try buildIndex(
      folder.file("x.index"), Self.vectors, design, sentences: texts, fields: texts.map { [$0] })
    try MappedIndex(path: folder.file("x.index")).export(
      as: format("sqlite"), to: folder.file("out")
    ) { _ in }
    let sql = try Data(contentsOf: folder.url("out/rows.sql"))
    for line in sql.split(separator: 0x0A) where line.starts(with: "INSERT".utf8) {
      // Quotes come in pairs, inside a text and around it.
      #expect(line.count { $0 == 0x27 }.isMultiple(of: 2))
    }
    #expect(sql.range(of: Data("'it''\u{301}s'".utf8)) != nil)
  }

  @Test func `a vector of zeros, which SQLite would find first, is not among the vectors`() throws {
    for (metric, count) in [(Metric.cosine, 2), (.l2, 3)] {
      let folder = try TemporaryFolder()
      let vectors = Matrix(rows: 3, columns: 2, values: [1, 0, 0, 0, 0, 1])
      let design = IndexDesign(dimension: 2, metric: metric, hasSentences: true)
      try buildIndex(
        folder.file("x.index"), vectors, design, sentences: ["a", "", "c"], fields: [])
      try MappedIndex(path: folder.file("x.index")).export(
        as: format("sqlite"), to: folder.file("out")
      ) { _ in }
      let sql = String(decoding: try Data(contentsOf: folder.url("out/rows.sql")), as: UTF8.self)
      #expect(sql.ranges(of: "INSERT INTO textae_vectors").count == count)
      #expect(sql.ranges(of: "INSERT INTO textae_rows").count == 3)
    }
  }

  @Test func `a column that is named like one of the table gets another name`() throws {
    let files = try export(format("projector"), columns: ["id"])
    #expect(text(files["metadata.tsv"]).hasPrefix("id\tsentence\tid_\n"))
  }

  @Test func `commands for SQLite have the blobs of sqlite-vec`() throws {
    let sql = text(try export(format("sqlite"))["rows.sql"])
    let blobs = text(try golden("sqlite.txt")).split(separator: "\n")
    for (id, blob) in zip([0, 2, 3], blobs) {
      #expect(sql.contains("INSERT INTO textae_vectors VALUES (\(id),\(blob));\n"))
    }
    #expect(sql.contains("INSERT INTO textae_rows VALUES (2,'it''s \"hot\"\tçå','{}');\n"))
    #expect(sql.contains("distance_metric=L2"))
  }

  @Test func `the projector gets vectors and a table`() throws {
    let files = try export(format("projector"), columns: ["label"])
    #expect(text(files["vectors.tsv"]) == "0.0\t0.5\t-1.0\n3.25\t-0.125\t7.0\n0.001\t0.0\t2.0\n")
    #expect(
      text(files["metadata.tsv"])
        == "id\tsentence\tlabel\n0\tthe mill\ta b\n2\tit's \"hot\" çå\td\0\"e\n3\ta line\\ break\t\n"
    )
    let config = try JSONValue(parsing: files["projector_config.json"] ?? [], path: "config")
    let embedding = config["embeddings"]?.elements?.first
    #expect(embedding?["tensorShape"]?.elements?.compactMap(\.wholeNumber) == [3, 3])
    #expect(embedding?["tensorPath"]?.text == "vectors.tsv")
    #expect(embedding?["metadataPath"]?.text == "metadata.tsv")
  }

  @Test func `columns and missing sentences are written`() throws {
    let lines = text(
      try export(format("numpy"), columns: ["label"], hasSentences: false)["rows.jsonl"])
    #expect(
      lines == #"""
        {"id":0,"fields":{"label":"a\tb"}}
        {"id":2,"fields":{"label":"d\u0000\"e"}}
        {"id":3,"fields":{"label":""}}

        """#)
    let sql = text(
      try export(format("sqlite"), columns: ["label"], hasSentences: false)["rows.sql"])
    #expect(
      sql.contains("INSERT INTO textae_rows VALUES (2,NULL,'{\"label\":\"d\u{FFFD}\\\"e\"}');\n"))
    let rows = try export(format("pgcopy"), columns: ["label"], hasSentences: false)["rows.pgcopy"]
    // Four fields, an id of eight bytes, and a sentence that is NULL.
    #expect(
      rows?[19..<37].elementsEqual(
        [0, 4, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]) == true)
  }

  @Test func `what another program cannot hold is refused before a file is written`() throws {
    let sqlite = try format("sqlite")
    #expect(
      throws: IndexExportError.metric(.dot, format: "sqlite", known: [.cosine, .l2])
    ) { try export(sqlite, metric: .dot) }
  }

  @Test func `the work can be given up, and leaves no folder`() throws {
    struct Stop: Error {}
    let folder = try TemporaryFolder()
    let index = try buildIndex(
      folder.file("x.index"), Self.vectors, IndexDesign(dimension: 3, hasSentences: false))
    for format in IndexExportFormat.all {
      #expect(throws: Stop.self) {
        try index.export(as: format, to: folder.file("out")) { _ in throw Stop() }
      }
      #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
    }
  }
}
