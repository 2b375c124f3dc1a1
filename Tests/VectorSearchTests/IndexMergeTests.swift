import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing
import VectorSearch

@Suite("Indexes merged to one")
struct IndexMergeTests {
  private let folder: TemporaryFolder
  private let pool = WorkerPool(threads: 2)
  private let vectors = randomMatrix(90, 6, seed: 3)
  private static let sizes = [30, 1, 0, 59]

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.file(name + ".index") }

  /// Builds an index of some rows.
  @discardableResult
  private func build(
    _ name: String, _ rows: Range<Int>, _ change: (inout IndexDesign) -> Void = { _ in }
  ) throws -> MappedIndex {
    var design = IndexDesign(dimension: 6, columns: ["key"], key: "key")
    change(&design)
    return try buildIndex(
      path(name), vectors.rows(at: Array(rows)), design, sentences: rows.map { "sentence \($0)" },
      fields: rows.map { ["k\($0)"] })
  }

  /// Builds indexes of all rows, one after the other, and returns their paths.
  private func buildParts(_ change: (inout IndexDesign) -> Void = { _ in }) throws -> [String] {
    var first = 0
    return try Self.sizes.enumerated().map { number, size in
      try build("part\(number)", first..<first + size, change)
      first += size
      return path("part\(number)")
    }
  }

  private func merge(_ paths: [String]) throws -> MappedIndex {
    let merge = try IndexMerge(paths)
    try merge.write(to: path("merged"))
    let index = try MappedIndex(path: path("merged"))
    try index.verify()
    #expect(index.count == merge.count)
    return index
  }

  @Test(
    "give the answers of an index built at once, for every codec and metric",
    arguments: [IndexCodec.f32, .int8, .bits], Metric.allCases)
  func same(codec: IndexCodec, metric: Metric) throws {
    func change(_ design: inout IndexDesign) { (design.codec, design.metric) = (codec, metric) }
    let whole = try build("whole", 0..<90, change)
    let merged = try merge(buildParts(change))
    #expect(merged.ids == Array(0..<90) && merged.design == whole.design)
    let queries = randomMatrix(5, 6, seed: 8)
    // All candidates, because parts choose theirs by bits of their own.
    let options = SearchOptions(count: 10, effort: 90)
    #expect(
      try merged.search(queries: queries, options: options, pool: pool)
        == whole.search(queries: queries, options: options, pool: pool))
    for id in 0..<90 {
      #expect(merged.vector(id) == whole.vector(id))
      #expect(try merged.sentence(id) == "sentence \(id)" && merged.fields(id) == ["k\(id)"])
    }
  }

  @Test("keep graphs, removed rows and ids, and can be changed and merged again")
  func life() throws {
    let parts = try buildParts {
      ($0.kind, $0.graph) = (.hnsw, GraphParameters(links: 4, effort: 40))
    }
    let editor = try IndexEditor(path: parts[0])
    try editor.remove(id: 29)
    try editor.remove(id: 4)
    try editor.append(vectors: vectors.rows(at: [4]), sentences: ["again"], fields: [["k4"]])
    try editor.commit(pool: pool)
    let merged = try merge(parts)
    #expect(merged.kind == .hnsw)
    // One id more was given in the first part.
    let expected = [0, 1, 2, 3] + Array(5..<29) + [30] + Array(31..<91)
    #expect(merged.ids.sorted() == expected)
    #expect(try merged.sentence(30) == "again" && merged.sentence(31) == "sentence 30")
    let found = try merged.search(queries: vectors, options: SearchOptions(count: 1), pool: pool)
    let own = found.enumerated().count { row, nearest in
      nearest.first?.id == (row < 30 ? (row == 4 ? 30 : row) : row + 1)
    }
    #expect(own > 80)
    let change = try IndexEditor(path: path("merged"))
    try change.remove(id: 90)
    try change.commit(compacts: true, pool: pool)
    #expect(try MappedIndex(path: path("merged")).ids == expected.dropLast())
    #expect(throws: IndexError.repeatedKey("k30", path: path("merged"))) {
      try IndexMerge([parts[1], path("merged")])
    }
  }

  @Test("must be of one design")
  func refused() throws {
    try build("a", 0..<4)
    func refuses(_ setting: String, _ change: (inout IndexDesign) -> Void) throws {
      try build("b", 4..<8, change)
      #expect(
        throws: IndexError.different(setting: setting, path: path("b"), other: path("a"))
      ) { try IndexMerge([path("a"), path("b")]) }
    }
    try refuses("metric") { $0.metric = .dot }
    try refuses("codec") { $0.codec = .int8 }
    try refuses("kind") { $0.kind = .hnsw }
    try refuses("model") { $0.model = IndexModel(path: "m", checksum: 3) }
    try refuses("column of keys") { $0.key = nil }
    #expect(throws: IndexError.repeatedKey("k0", path: path("a"))) {
      try IndexMerge([path("a"), path("a")])
    }
    #expect(throws: FileError.self) { try IndexMerge([path("a"), path("none")]) }
  }

  @Test("leave nothing behind if one of them is damaged or the work is stopped")
  func damaged() throws {
    let parts = try buildParts()
    let segment = parts[0] + "/00000001.segment"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: segment))
    bytes[bytes.count - 1] ^= 0x40
    try bytes.write(to: URL(fileURLWithPath: segment))
    let names = try folder.names
    #expect {
      try merge(parts)
    } throws: { error in
      "\(error)".contains(segment) && "\(error)".contains("section fields")
    }
    #expect(throws: CancellationError.self) {
      try IndexMerge([parts[1], parts[3]]).write(
        to: path("merged"),
        progress: { _ in
          throw CancellationError()
        })
    }
    #expect(try folder.names == names)
  }

  @Test("do not undo what another writer does to the one that is replaced")
  func changed() throws {
    let parts = try buildParts()
    let merge = try IndexMerge(parts)
    let editor = try IndexEditor(path: parts[3])
    try editor.append(vectors: vectors.rows(at: [0]), sentences: ["new"], fields: [["new"]])
    try editor.commit(pool: pool)
    #expect(throws: IndexError.changed(path: parts[3])) {
      try merge.write(to: parts[3], existing: .replace)
    }
    #expect(try MappedIndex(path: parts[3]).sentence(59) == "new")
    // Others are merged as they were.
    try merge.write(to: path("merged"))
    #expect(try MappedIndex(path: path("merged")).count == 90)
  }

  @Test("may replace an index, also one of them")
  func replaced() throws {
    let parts = try buildParts()
    #expect(throws: FileError.alreadyExists(path: parts[3])) {
      try IndexMerge(parts).write(to: parts[3])
    }
    try IndexMerge(parts).write(to: parts[3], existing: .replace)
    let index = try MappedIndex(path: parts[3])
    try index.verify()
    #expect(index.ids == Array(0..<90))
  }
}
