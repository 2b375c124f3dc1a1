import FileFormats
import Foundation
import TestSupport
import TextAutoencoder

/// Indexes of every form, each in a folder of its own, and readers that try all of them.
enum DamagedIndexes {
  /// The names of the indexes, and how they are made.
  private static let designs: [(name: String, design: IndexDesign)] = [
    (
      "flat.index",
      IndexDesign(
        dimension: 3, columns: ["n"], model: IndexModel(path: "a", checksum: 1),
        stemmer: EnglishStemmer.name)
    ),
    (
      "graph.index",
      IndexDesign(
        dimension: 3, metric: .l2, kind: .hnsw, codec: .int8, rescoring: .f32,
        graph: GraphParameters(links: 2, effort: 8), columns: ["n"])
    ),
    ("bits.index", IndexDesign(dimension: 3, metric: .dot, codec: .bits, columns: ["n"])),
    (
      texts, IndexDesign(dimension: 3, columns: ["n"], stemmer: EnglishStemmer.name)
    ),
  ]
  /// The index of texts of three rows each, which nobody may remove.
  private static let texts = "texts.index"

  /// Of so many damaged indexes, one is changed.
  private static let changedShare: UInt64 = 2

  static func build(in folder: TemporaryFolder) throws {
    let pool = WorkerPool(threads: 1)
    for (name, design) in designs {
      var random = RandomStream(seed: 1, purpose: .testData)
      let vectors = Matrix(rows: 90, columns: 3, values: (0..<270).map { _ in random.normal() })
      let builder = try IndexBuilder(path: folder.file(name), design: design)
      try builder.append(
        vectors: vectors, sentences: (0..<90).map { "sentence \($0 / 2) é" },
        fields: (0..<90).map { ["\($0 % 5)"] })
      let groups = name == texts ? [Int](repeating: 3, count: 30) : nil
      let words = IndexWords(analyzer: TextAnalyzer(), groups: groups)
      try builder.finish(parts: design.stemmer == nil ? [] : [words], pool: pool)
      guard name != texts else {
        // Two segments, whose rows have ids of their own.
        let path = folder.file(name)
        try IndexMerge([path, path]).write(to: path, existing: .replace)
        continue
      }
      let editor = try IndexEditor(path: folder.file(name))
      try editor.remove(id: 7)
      try editor.commit(pool: pool)
    }
  }

  /// A format for every file of the indexes.
  static let formats: [DamagedFormat] = designs.flatMap { name, _ in
    files(of: name).map { file, parts in
      DamagedFormat(
        "\(name)/\(file)", as: "\(name)/\(file)", parts: parts,
        in: { try DamagedModels.folder.get() }
      ) {
        [try DamagedModels.bytes("\(name)/\(file)")]
      } read: { path in
        // Whoever forges a file also forges its checksums.
        try forge(path)
        let index = String(path.dropLast(file.count + 1))
        // Changes take their time.
        if try Checksum.of(fileBytes(path)).isMultiple(of: changedShare) { try? change(index) }
        try read(index)
      }
    }
  }

  /// The files of an index, and into how many lists like this one their mutations are divided.
  private static func files(of name: String) -> [(name: String, parts: Int)] {
    name == texts
      ? [("00000003.segment", 4)]
      : [("00000001.segment", 4), ("00000002.removed", 20), ("manifest.json", 20)]
  }

  private static func read(_ path: String) throws {
    let index = try MappedIndex(path: path)
    for id in 0..<3 {
      _ = try? index.sentence(id)
      _ = try? index.fields(id)
      _ = index.vector(id)
    }
    let pool = WorkerPool(threads: 1)
    let query = Matrix(rows: 1, columns: index.dimension)
    for options in [SearchOptions(count: 2), SearchOptions(count: 3, effort: 5)] {
      _ = try? index.search(queries: query, options: options, pool: pool)
    }
    if let condition = FieldCondition("n=3") {
      _ = try? index.search(
        queries: query, options: SearchOptions(), where: [condition], pool: pool)
    }
    if let words = try WordCollection(of: index) {
      _ = try? WordRanker(words, query: "sentence 7", scoring: BM25()).ranked(2)
      if words.hasGroups {
        let zeros = [Float](repeating: 0, count: index.dimension)
        let rankers = try? VectorRanker.all(
          index, queries: query, found: 2, pool: pool, vector: { index.vector($0) ?? zeros })
        for ranker in rankers ?? [] {
          _ = try? DocumentRanker(vectors: ranker, groups: words, bestSentences: 2).ranked(3)
        }
        _ = try? words.groups()
      }
      try words.verify()
    }
    try index.verify()
  }

  /// Writes an index for other programs, merges it, and changes copies of it.
  private static func change(_ path: String) throws {
    let index = try MappedIndex(path: path)
    let folder = try TemporaryFolder()
    for format in IndexExportFormat.all {
      try? index.export(as: format, to: folder.file("\(format)"))
    }
    try? IndexMerge([path, path]).write(
      to: folder.file("merged.index"), parts: [IndexWords(analyzer: TextAnalyzer())])
    for compacts in [true, false] {
      let copy = folder.file("\(compacts).index")
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      try? edit(copy, compacts: compacts)
    }
  }

  /// Compacts an index, or adds rows.
  private static func edit(_ path: String, compacts: Bool) throws {
    let words = try WordCollection(of: MappedIndex(path: path))
    // Texts of several sentences are only compacted.
    guard compacts || words?.hasGroups != true else { return }
    let groups = try words?.groups()
    let editor = try IndexEditor(path: path)
    let design = editor.design
    if !compacts {
      let rows = 40
      try editor.append(
        vectors: Matrix(rows: rows, columns: design.dimension),
        sentences: [String](repeating: "new", count: rows),
        fields: [[String]](
          repeating: [String](repeating: "", count: design.columns.count), count: rows))
    }
    try editor.commit(
      compacts: compacts,
      parts: design.stemmer == nil ? nil : [IndexWords(analyzer: TextAnalyzer(), groups: groups)],
      pool: WorkerPool(threads: 1))
    // What was written anew is intact, or a change would hide that there was damage.
    let isIntact = (try? MappedIndex(path: path).verify()) != nil
    precondition(isIntact || !compacts, "a compacted index is damaged")
  }

  /// Makes the checksum of a header or manifest right again.
  private static func forge(_ path: String) throws {
    let bytes = try fileBytes(path)
    if path.hasSuffix(".segment") {
      try ForgedChecksums.words(path)
      try ForgedChecksums.segment(path)
    } else if path.hasSuffix(".removed") {
      try ForgedChecksums.header(path, max(8, bytes.count))
    } else if let end = bytes.firstIndex(of: 0x0A) {
      let line = Array(bytes[...end])
      try Data(line + Array((Checksum.of(line).hexadecimal + "\n").utf8))
        .write(to: URL(fileURLWithPath: path))
    }
  }
}
