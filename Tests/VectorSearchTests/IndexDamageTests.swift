import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing
import VectorSearch

/// Damage that a change must neither hide nor make worse, and files that were forged.
@Suite("A damaged or forged index")
struct IndexDamageTests {
  private let folder: TemporaryFolder
  private let pool = WorkerPool(threads: 1)

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.file("x.index") }

  private func design(_ kind: IndexKind = .flat) -> IndexDesign {
    IndexDesign(
      dimension: 4, metric: .l2, kind: kind, codec: .int8, rescoring: .f32,
      graph: GraphParameters(links: 2, effort: 8), columns: ["n"])
  }

  /// Builds an index of some rows whose ids are stored.
  private func build(_ rows: Int = 20, _ kind: IndexKind = .flat) throws {
    try buildIndex(
      path, randomMatrix(rows, 4, seed: 1), design(kind),
      sentences: (0..<rows).map { "sentence \($0)" }, fields: (0..<rows).map { ["\($0)"] })
    try IndexEditor(path: path).commit(compacts: true, pool: pool)
  }

  private func add(_ rows: Int) throws {
    let editor = try IndexEditor(path: path)
    try editor.append(
      vectors: randomMatrix(rows, 4, seed: 2),
      sentences: [String](repeating: "new", count: rows),
      fields: [[String]](repeating: ["new"], count: rows))
    try editor.commit(pool: pool)
  }

  /// The bytes of all files of the index.
  private func content() throws -> [String: Data] {
    var content: [String: Data] = [:]
    for name in try FileManagerNames.names(path) {
      content[name] = try folder.read("x.index/" + name)
    }
    return content
  }

  // MARK: - Changes of damaged indexes

  /// The sections of a segment, and where the checksum of each is.
  private func sections(
    _ bytes: [UInt8]
  ) -> [(name: String, range: Range<Int>, checksumAt: Int)] {
    (0..<Int(bytes.littleEndian(at: 56, bytes: 8))).map { index in
      let place = 64 + index * 40
      let name = String(decoding: bytes[place..<place + 16].prefix { $0 != 0 }, as: UTF8.self)
      let offset = Int(bytes.littleEndian(at: place + 16, bytes: 8))
      let length = Int(bytes.littleEndian(at: place + 24, bytes: 8))
      return (name, offset..<offset + length, place + 32)
    }
  }

  @Test("stays as it was when it is changed, and the damaged section is named")
  func changes() throws {
    try build(20, .hnsw)
    let name = try folder.segment("x.index")
    let bytes = [UInt8](try folder.read(name))
    let all = sections(bytes).filter { !$0.range.isEmpty }
    #expect(
      Set(all.map(\.name)).isSuperset(
        of: ["vectors", "codes", "ids", "text", "offsets", "fields", "field-offsets", "links"]))
    for section in all {
      var damaged = bytes
      damaged[(section.range.lowerBound + section.range.upperBound) / 2] ^= 2
      try folder.write(damaged, to: name)
      let before = try content()
      func isRefused(_ body: () throws -> Void) throws {
        #expect {
          try body()
        } throws: { error in
          "\(error)".contains("00000002.segment") && "\(error)".contains(section.name)
        }
        #expect(try content() == before, "\(section.name)")
      }
      try isRefused { try MappedIndex(path: path).verify() }
      try isRefused { try IndexEditor(path: path).commit(compacts: true, pool: pool) }
      // So many rows that the old ones are written again.
      try isRefused { try add(20) }
      try isRefused {
        try IndexMerge([path]).write(to: path, existing: .replace)
      }
    }
    // A segment that stays as it is does not have to be read.
    try add(1)
    #expect(throws: FileError.self) { try MappedIndex(path: path).verify() }
    try folder.write(bytes, to: name)
    try MappedIndex(path: path).verify()
  }

  // MARK: - Forged ids

  /// Replaces an id in the segment, with right checksums.
  private func forge(id: UInt64, row: Int) throws {
    let name = try folder.segment("x.index")
    var bytes = [UInt8](try folder.read(name))
    let section = try #require(sections(bytes).first { $0.name == "ids" })
    func write(_ value: UInt64, _ place: Int) {
      var piece: [UInt8] = []
      piece.append(littleEndian: value)
      bytes.replaceSubrange(place..<place + 8, with: piece)
    }
    write(id, section.range.lowerBound + 8 * row)
    write(Checksum.of(Array(bytes[section.range])), section.checksumAt)
    write(Checksum.of(Array(bytes[..<4_088])), 4_088)
    try folder.write(bytes, to: name)
  }

  @Test(
    "with a number that is no id is refused by all that reads ids",
    arguments: [1 << 63, UInt64.max, 1 << 48])
  func ids(id: UInt64) throws {
    try build()
    try forge(id: id, row: 7)
    let before = try content()
    let index = try MappedIndex(path: path)
    #expect(throws: FileError.self) { try index.verify() }
    #expect {
      try index.search(queries: randomMatrix(1, 4, seed: 1), count: 20, pool: pool)
    } throws: { error in
      if case SearchError.damaged = error { true } else { false }
    }
    // The bits of PostgreSQL do not compare as this index does.
    for format in IndexExportFormat.all where format.name != "pgcopy-bit" {
      #expect(throws: FileError.self) { try index.export(as: format, to: folder.file("out")) }
      #expect(!folder.contains("out"))
    }
    #expect(throws: FileError.self) {
      try IndexEditor(path: path).commit(compacts: true, pool: pool)
    }
    #expect(throws: FileError.self) {
      try IndexEditor(path: path).ids(where: [try #require(FieldCondition("n!=x"))])
    }
    #expect(throws: FileError.self) { try IndexMerge([path]).write(to: folder.file("y.index")) }
    #expect(throws: FileError.self) { try add(20) }
    #expect(try content() == before)
    #expect(try folder.names == ["x.index"])
    // The first and the last are looked at when the index is opened.
    for row in [0, 19] {
      try build()
      try forge(id: id, row: row)
      #expect(throws: FileError.self) { try MappedIndex(path: path) }
    }
  }

  // MARK: - Manifests

  /// Replaces a text in the manifest, with a right checksum.
  private func forge(_ text: String, _ replacement: String) throws {
    let manifest = String(decoding: try folder.read("x.index/manifest.json"), as: UTF8.self)
    let old = try #require(manifest.split(separator: "\n").first)
    let line = old.replacing(text, with: replacement) + "\n"
    #expect(line.dropLast() != old)
    let checksum = Checksum.of(Array(line.utf8)).hexadecimal
    try folder.write(line + checksum + "\n", to: "x.index/manifest.json")
  }

  @Test("that names a file twice, or ids that it will give again, is refused")
  func manifest() throws {
    try build()
    let entry = #"{"file":"00000002.segment","count":20}"#
    try forge(entry, entry + "," + entry)
    #expect(throws: FileError.self) { try MappedIndex(path: path) }
    try build()
    try forge(#""nextID":20"#, #""nextID":19"#)
    #expect(throws: FileError.self) { try MappedIndex(path: path) }
  }

  @Test("with two rows of an id is found out, and not compacted")
  func overlap() throws {
    try build()
    let entry = #"{"file":"00000002.segment","count":20}"#
    try forge(entry, entry + #",{"file":"00000009.segment","count":20}"#)
    try folder.write(try folder.read("x.index/00000002.segment"), to: "x.index/00000009.segment")
    #expect {
      try MappedIndex(path: path).verify()
    } throws: {
      "\($0)".contains("two rows have the id 0")
    }
    let before = try content()
    #expect(throws: FileError.self) {
      try IndexEditor(path: path).commit(compacts: true, pool: pool)
    }
    #expect(try content() == before)
  }

  @Test("that has given almost all ids takes no row more")
  func lastID() throws {
    try build()
    try forge(#""nextID":20"#, #""nextID":\#(1 << 48 - 2)"#)
    try add(1)
    #expect(throws: FileError.self) { try add(1) }
    #expect(try MappedIndex(path: path).count == 21)
  }

  @Test(
    "whose manifest cannot be read keeps its files when a build fails",
    arguments: [("\"version\":1", "\"version\":9"), ("\"count\":20", "\"count\":\"20\"")])
  func unreadable(text: String, replacement: String) throws {
    try build()
    let intact = try content()
    try forge(text, replacement)
    #expect(throws: FileError.self) { try MappedIndex(path: path) }
    let before = try content()
    do {
      let builder = try IndexBuilder(path: path, design: design())
      try builder.append(
        vectors: randomMatrix(3, 4, seed: 3), sentences: ["a", "b", "c"],
        fields: [["1"], ["2"], ["3"]])
      // A file of a later number that is complete when the work fails.
      try folder.write("half", to: "x.index/00000003.segment")
      #expect(throws: CancellationError.self) {
        try builder.finish(parts: [FailingPart()], pool: pool)
      }
    }
    #expect(try content() == before)
    // A build that succeeds takes its place, with files of new names.
    try buildIndex(
      path, randomMatrix(1, 4, seed: 3), design(), sentences: ["a"], fields: [["1"]])
    #expect(
      try FileManagerNames.names(path) == ["00000003.segment", "lock", "manifest.json"])
    // So does an editor whose index is damaged while it works.
    for (name, bytes) in intact { try folder.write(bytes, to: "x.index/" + name) }
    do {
      let editor = try IndexEditor(path: path)
      try editor.remove(id: 3)
      try forge(text, replacement)
    }
    #expect(try content() == before)
  }

  /// A part that cannot be made.
  private struct FailingPart: SegmentPart {
    func sections(of content: SegmentContent) throws -> [(name: String, bytes: [UInt8])] {
      throw CancellationError()
    }
  }
}
