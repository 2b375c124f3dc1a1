import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing
import VectorSearch

@Suite struct MappedIndexTests {
  private let folder: TemporaryFolder
  private let pool = WorkerPool(threads: 2)

  init() throws { folder = try TemporaryFolder() }

  private let sentences = ["first", "", "third with é 👩‍👩‍👧", "new\nline", "nul\0"]
  private let fields = [["a", "1"], ["b", ""], ["c", "3 é"], ["d", "x\ny"], ["", "5"]]
  private let model = IndexModel(path: "a/model.textae", checksum: 0x1234_5678_9ABC_DEF0)

  private func design(_ metric: Metric = .l2) -> IndexDesign {
    IndexDesign(dimension: 6, metric: metric, columns: ["key", "n"], key: "key", model: model)
  }

  private func build(_ name: String, metric: Metric = .l2, pieces: [Int] = [5]) throws -> Matrix {
    let vectors = randomMatrix(5, 6, seed: 1)
    let builder = try IndexBuilder(path: folder.file(name), design: design(metric))
    var start = 0
    for piece in pieces {
      let range = start..<start + piece
      try builder.append(
        vectors: vectors.rows(at: range), sentences: Array(sentences[range]),
        fields: Array(fields[range]))
      start += piece
    }
    try builder.finish(pool: pool)
    return vectors
  }

  @Test("vectors, sentences, columns and model come back", arguments: Metric.allCases)
  func roundTrip(metric: Metric) throws {
    let vectors = try build("x.index", metric: metric, pieces: [2, 0, 3])
    let index = try MappedIndex(path: folder.file("x.index"))
    try index.verify()
    #expect(index.count == 5 && index.dimension == 6 && index.metric == metric)
    #expect(index.model == model && index.columns == ["key", "n"] && index.design.key == "key")
    #expect(try (0..<5).map { try index.sentence($0) } == sentences)
    #expect(try (0..<5).map { try index.fields($0) } == fields)
    #expect(try index.sentence(5) == nil)
    #expect(try index.fields(-1) == nil)
    #expect(index.vector(7) == nil)
    if metric != .cosine { #expect(index.vector(3) == vectors.row(3)) }
    let queries = randomMatrix(7, 6, seed: 2)
    let expected = try FlatIndex(vectors: vectors, metric: metric)
      .search(queries: queries, count: 4, pool: pool)
    #expect(try index.search(queries: queries, count: 4, pool: pool) == expected)
  }

  @Test("how the vectors are cut into calls does not change a byte")
  func pieces() throws {
    _ = try build("a.index", pieces: [5])
    _ = try build("b.index", pieces: [1, 1, 1, 1, 1])
    for name in try FileManagerNames.names(folder.file("a.index")) {
      #expect(try folder.read("a.index/" + name) == folder.read("b.index/" + name))
    }
    #expect(try folder.names == ["a.index", "b.index"])
  }

  @Test("an index may have no sentences, no model and no vectors")
  func empty() throws {
    let index = try buildIndex(
      folder.file("x.index"), Matrix(rows: 0, columns: 3),
      IndexDesign(dimension: 3, hasSentences: false))
    try index.verify()
    #expect(index.count == 0 && index.model == nil && !index.hasSentences)
    let found = try index.search(queries: randomMatrix(2, 3, seed: 1), count: 5, pool: pool)
    #expect(found == [[], []])
  }

  @Test("an output is checked before anything is written")
  func outputs() throws {
    _ = try build("x.index")
    #expect(throws: FileError.alreadyExists(path: folder.file("x.index"))) {
      try IndexBuilder(path: folder.file("x.index"), design: design(), existing: .refuse)
    }
    try folder.write("text", to: "other/a.txt")
    #expect(throws: FileError.isDirectory(path: folder.file("other"))) {
      try IndexBuilder(path: folder.file("other"), design: design())
    }
    #expect(throws: FileError.self) {
      try IndexBuilder(path: folder.file("none/x.index"), design: design())
    }
    // A file gives way to the index once it is complete.
    try folder.write("text", to: "file.index")
    do {
      let builder = try IndexBuilder(path: folder.file("file.index"), design: design())
      try builder.append(
        vectors: randomMatrix(5, 6, seed: 1), sentences: sentences, fields: fields)
    }
    #expect(try folder.read("file.index") == Data("text".utf8))
    _ = try build("file.index")
    #expect(try MappedIndex(path: folder.file("file.index")).count == 5)
    #expect(try folder.names == ["file.index", "other", "x.index"])
  }

  @Test("an index that is replaced stays open as it was, and is replaced in one step")
  func replaced() throws {
    let vectors = try build("x.index")
    let old = try MappedIndex(path: folder.file("x.index"))
    let design = IndexDesign(dimension: 3, hasSentences: false)
    let new = try buildIndex(folder.file("x.index"), randomMatrix(2, 3, seed: 4), design)
    #expect(new.count == 2 && old.count == 5)
    #expect(old.vector(4) == vectors.row(4))
    #expect(try old.sentence(2) == sentences[2])
    #expect(try FileManagerNames.names(folder.file("x.index")).count == 3)
  }

  @Test("a segment cut short at any length is refused when the index is opened")
  func truncated() throws {
    _ = try build("x.index")
    let name = try folder.segment("x.index")
    let bytes = try folder.read(name)
    for length in Array(0..<70) + Array(stride(from: 70, to: bytes.count, by: 41)) {
      try folder.write(bytes.prefix(length), to: name)
      #expect(throws: FileError.self) { try MappedIndex(path: folder.file("x.index")) }
    }
    try folder.write(bytes + [0], to: name)
    #expect(throws: FileError.self) { try MappedIndex(path: folder.file("x.index")) }
  }

  @Test("a flipped bit in any byte is found, and none makes a search trap")
  func flipped() throws {
    _ = try build("x.index")
    let editor = try IndexEditor(path: folder.file("x.index"))
    try editor.remove(id: 2)
    try editor.commit(pool: pool)
    let query = randomMatrix(1, 6, seed: 3)
    for name in try FileManagerNames.names(folder.file("x.index")) where name != "lock" {
      let bytes = [UInt8](try folder.read("x.index/" + name))
      for place in bytes.indices where place < 700 || place > 4_000 || place % 53 == 0 {
        var changed = bytes
        changed[place] ^= 1 << UInt8(place * 5 % 8)
        try folder.write(changed, to: "x.index/" + name)
        #expect(throws: FileError.self, "\(name) \(place)") {
          try MappedIndex(path: folder.file("x.index")).verify()
        }
        guard let index = try? MappedIndex(path: folder.file("x.index")) else { continue }
        for neighbor in try index.search(queries: query, count: 5, pool: pool)[0] {
          _ = try? index.sentence(neighbor.id)
          _ = try? index.fields(neighbor.id)
        }
      }
      try folder.write(bytes, to: "x.index/" + name)
    }
  }

  /// The index with some bytes of the header of its segment replaced and the checksum made right.
  private func forge(_ changes: [(offset: Int, value: UInt64, bytes: Int)]) throws -> String {
    _ = try build("x.index")
    let name = try folder.segment("x.index")
    var bytes = [UInt8](try folder.read(name))
    for change in changes {
      var value: [UInt8] = []
      value.append(littleEndian: change.value, bytes: change.bytes)
      bytes.replaceSubrange(change.offset..<change.offset + change.bytes, with: value)
    }
    var checksum: [UInt8] = []
    checksum.append(littleEndian: Checksum.of(Array(bytes[..<4_088])))
    bytes.replaceSubrange(4_088..<4_096, with: checksum)
    try folder.write(bytes, to: name)
    return folder.file("x.index")
  }

  @Test(
    "forged headers are refused although their checksum is right",
    arguments: [
      [(24, 6, 8)], [(24, 1 << 62, 8)], [(24, UInt64.max, 8)], [(32, 0, 8)], [(32, 1 << 62, 8)],
      [(16, 7, 4)], [(20, 8, 4)], [(12, 3, 4)], [(20, 4, 4)], [(40, 0x7FF8 << 48, 8)],
      [(48, 0xBFF0 << 48, 8)], [(56, 101, 8)], [(56, 1, 8)], [(64, 9, 8)], [(80, 0, 8)],
      [(80, UInt64.max, 8)], [(88, UInt64.max, 8)], [(120, 1, 8)],
    ] as [[(offset: Int, value: UInt64, bytes: Int)]])
  func forged(changes: [(offset: Int, value: UInt64, bytes: Int)]) throws {
    let forged = try forge(changes)
    #expect(throws: FileError.self) { try MappedIndex(path: forged) }
  }

  @Test("newer formats and codecs are named as such")
  func newer() throws {
    let version = try forge([(8, 3, 4)])
    let segment = try folder.file(folder.segment("x.index"))
    #expect(throws: FileError.unsupportedVersion(path: segment, found: "3", supported: "2")) {
      try MappedIndex(path: version)
    }
    let codec = try forge([(20, 77, 4)])
    #expect {
      try MappedIndex(path: codec)
    } throws: { error in
      if case FileError.unsupportedVersion(_, "codec 77", _) = error { true } else { false }
    }
  }

  @Test("vectors that cannot be searched are refused with their row in the index")
  func refused() throws {
    let builder = try IndexBuilder(
      path: folder.file("x.index"), design: IndexDesign(dimension: 2, hasSentences: false))
    try builder.append(vectors: Matrix(rows: 3, columns: 2))
    #expect(throws: SearchError.notFinite(row: 4)) {
      try builder.append(vectors: Matrix(rows: 2, columns: 2, values: [1, 2, 3, .nan]))
    }
    #expect(throws: SearchError.wrongDimension(expected: 2, found: 3)) {
      try builder.append(vectors: Matrix(rows: 1, columns: 3))
    }
  }

  @Test(
    "indexes in a single file, of earlier versions, can still be searched",
    arguments: ["cosine", "l2"])
  func earlier(metric: String) throws {
    let vectors = try NPYFile(path: GoldenFile.path("v.npy"))
    let matrix = Matrix(rows: 5, columns: 6, values: vectors.floats(rows: 0..<5))
    let path = GoldenFile.path("\(metric).index")
    let index = try MappedIndex(path: path)
    try index.verify()
    #expect(index.metric.rawValue == metric && index.count == 5 && index.kind == .flat)
    #expect(
      try (0..<5).map { try index.sentence($0) }
        == ["first", "", "third with é 👩‍👩‍👧", "fourth", "last"])
    let expected = try FlatIndex(vectors: matrix, metric: index.metric)
      .search(queries: matrix, count: 5, pool: pool)
    #expect(try index.search(queries: matrix, count: 5, pool: pool) == expected)
    #expect(throws: IndexError.singleFile(path: path)) { try IndexEditor(path: path) }
    let model = try MappedIndex(path: GoldenFile.path("model.index"))
    #expect(model.model?.path == "a.lsa" && model.count == 3)
  }

  @Test("an earlier index with a flipped bit is refused or found out")
  func earlierFlipped() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: GoldenFile.path("l2.index"))))
    let query = randomMatrix(1, 6, seed: 3)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place * 5 % 8)
      let path = try folder.write(changed, to: "flipped")
      #expect(throws: FileError.self) { try MappedIndex(path: path).verify() }
      guard let index = try? MappedIndex(path: path) else { continue }
      for neighbor in try index.search(queries: query, count: 5, pool: pool)[0] {
        _ = try? index.sentence(neighbor.id)
      }
    }
  }
}
