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
        try read(String(path.dropLast(file.count + 1)))
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

  /// Makes the checksum of a header or manifest right again.
  private static func forge(_ path: String) throws {
    let bytes = try fileBytes(path)
    if path.hasSuffix(".segment") {
      try ForgedChecksums.header(path, 4_096)
      try ForgedChecksums.words(path)
    } else if path.hasSuffix(".removed") {
      try ForgedChecksums.header(path, max(8, bytes.count))
    } else if let end = bytes.firstIndex(of: 0x0A) {
      let line = Array(bytes[...end])
      try Data(line + Array((Checksum.of(line).hexadecimal + "\n").utf8))
        .write(to: URL(fileURLWithPath: path))
    }
  }
}
