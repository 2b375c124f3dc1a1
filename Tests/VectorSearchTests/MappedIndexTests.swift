import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing
import VectorSearch

@Suite struct MappedIndexTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let sentences = ["first", "", "third with é 👩‍👩‍👧", "new\nline", "nul\0"]

  private func build(_ name: String, metric: Metric, pieces: [Int]) throws -> Matrix {
    let vectors = randomMatrix(5, 6, seed: 1)
    let builder = try IndexBuilder(
      path: folder.file(name), dimension: 6, metric: metric,
      model: IndexModel(path: "a/model.textae", checksum: 0x1234_5678_9ABC_DEF0))
    var start = 0
    for piece in pieces {
      let range = start..<start + piece
      try builder.append(vectors: vectors.rows(at: range), sentences: Array(sentences[range]))
      start += piece
    }
    try builder.finish()
    return vectors
  }

  @Test("vectors, sentences and model come back", arguments: Metric.allCases)
  func roundTrip(metric: Metric) throws {
    let vectors = try build("x.index", metric: metric, pieces: [2, 0, 3])
    let index = try MappedIndex(path: folder.file("x.index"))
    try index.verify()
    #expect(index.count == 5 && index.dimension == 6 && index.metric == metric)
    #expect(index.model?.path == "a/model.textae")
    #expect(index.model?.checksum == 0x1234_5678_9ABC_DEF0)
    #expect(try (0..<5).map { try index.sentence($0) } == sentences)
    if metric != .cosine { #expect(index.vector(3) == vectors.row(3)) }
    let queries = randomMatrix(7, 6, seed: 2)
    let pool = WorkerPool(threads: 2)
    let expected = try FlatIndex(vectors: vectors, metric: metric)
      .search(queries: queries, count: 4, pool: pool)
    #expect(try index.search(queries: queries, count: 4, pool: pool) == expected)
  }

  @Test("how the vectors are cut into calls does not change a byte")
  func pieces() throws {
    _ = try build("a.index", metric: .l2, pieces: [5])
    _ = try build("b.index", metric: .l2, pieces: [1, 1, 1, 1, 1])
    #expect(
      try folder.read("a.index")
        == folder.read("b.index"))
    #expect(try folder.names.count == 2)
  }

  @Test("an index may have no sentences, no model and no vectors")
  func empty() throws {
    let builder = try IndexBuilder(path: folder.file("x.index"), dimension: 3, hasSentences: false)
    try builder.finish()
    let index = try MappedIndex(path: folder.file("x.index"))
    try index.verify()
    #expect(index.count == 0 && index.model == nil && !index.hasSentences)
    let found = try index.search(
      queries: randomMatrix(2, 3, seed: 1), count: 5, pool: WorkerPool(threads: 1))
    #expect(found == [[], []])
  }

  @Test("a file cut short at any length is refused when it is opened")
  func truncated() throws {
    _ = try build("x.index", metric: .l2, pieces: [5])
    let bytes = try folder.read("x.index")
    for length in 0..<bytes.count {
      try bytes.prefix(length).write(to: URL(fileURLWithPath: folder.file("cut")))
      #expect(throws: FileError.self) { try MappedIndex(path: folder.file("cut")) }
    }
    try (bytes + [0]).write(to: URL(fileURLWithPath: folder.file("cut")))
    #expect(throws: FileError.self) { try MappedIndex(path: folder.file("cut")) }
  }

  @Test("a flipped bit in any byte is found, and none makes a search trap")
  func flipped() throws {
    _ = try build("x.index", metric: .l2, pieces: [5])
    let bytes = [UInt8](try folder.read("x.index"))
    let pool = WorkerPool(threads: 1)
    let query = randomMatrix(1, 6, seed: 3)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place * 5 % 8)
      try Data(changed).write(to: URL(fileURLWithPath: folder.file("flipped")))
      #expect(throws: FileError.self) { try MappedIndex(path: folder.file("flipped")).verify() }
      guard let index = try? MappedIndex(path: folder.file("flipped")) else { continue }
      for neighbor in try index.search(queries: query, count: 5, pool: pool)[0] {
        _ = try? index.sentence(neighbor.id)
      }
    }
  }

  /// The file with some bytes of the header replaced and its checksum made right again.
  private func forge(_ changes: [(offset: Int, value: UInt64, bytes: Int)]) throws -> String {
    _ = try build("x.index", metric: .l2, pieces: [5])
    var bytes = [UInt8](try folder.read("x.index"))
    for change in changes {
      var value: [UInt8] = []
      value.append(littleEndian: change.value, bytes: change.bytes)
      bytes.replaceSubrange(change.offset..<change.offset + change.bytes, with: value)
    }
    var checksum: [UInt8] = []
    checksum.append(littleEndian: Checksum.of(Array(bytes[..<504])))
    bytes.replaceSubrange(504..<512, with: checksum)
    try Data(bytes).write(to: URL(fileURLWithPath: folder.file("forged")))
    return folder.file("forged")
  }

  @Test(
    "forged headers are refused although their checksum is right",
    arguments: [
      [(24, 6, 8)], [(24, 1 << 62, 8)], [(24, UInt64.max, 8)], [(32, 0, 8)], [(32, 1 << 62, 8)],
      [(16, 7, 4)], [(20, 8, 4)], [(40, 0x7FF8 << 48, 8)], [(56, 13, 8)], [(56, 1, 8)],
      [(64, 9, 8)], [(72, 0, 8)], [(72, UInt64.max, 8)], [(80, UInt64.max, 8)], [(96, 1, 8)],
    ] as [[(offset: Int, value: UInt64, bytes: Int)]])
  func forged(changes: [(offset: Int, value: UInt64, bytes: Int)]) throws {
    let forged = try forge(changes)
    #expect(throws: FileError.self) { try MappedIndex(path: forged) }
  }

  @Test("newer formats and kinds are named as such")
  func newer() throws {
    let version = try forge([(8, 2, 4)])
    #expect(throws: FileError.unsupportedVersion(path: version, found: "2", supported: "1")) {
      try MappedIndex(path: version)
    }
    let kind = try forge([(12, 3, 4)])
    #expect(throws: FileError.unsupportedVersion(path: kind, found: "kind 3", supported: "kind 0"))
    {
      try MappedIndex(path: kind)
    }
  }

  @Test("vectors that cannot be searched are refused with their row in the index")
  func refused() throws {
    let builder = try IndexBuilder(path: folder.file("x.index"), dimension: 2, hasSentences: false)
    try builder.append(vectors: Matrix(rows: 3, columns: 2))
    #expect(throws: SearchError.notFinite(row: 4)) {
      try builder.append(vectors: Matrix(rows: 2, columns: 2, values: [1, 2, 3, .nan]))
    }
    #expect(throws: SearchError.wrongDimension(expected: 2, found: 3)) {
      try builder.append(vectors: Matrix(rows: 1, columns: 3))
    }
  }
}
