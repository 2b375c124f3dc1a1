import DataStructures
import FileFormats
import Foundation
import TensorKit
import TestSupport
import Testing
import VectorSearch

@Suite("The life of an index")
struct IndexEditorTests {
  private let folder: TemporaryFolder
  private let pool = WorkerPool(threads: 2)

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.file("x.index") }

  /// What an index should hold: vector, sentence and fields of every id.
  private struct Row {
    var vector: [Float]
    var sentence: String
    var fields: [String]
  }

  private func design(_ kind: IndexKind) -> IndexDesign {
    IndexDesign(
      dimension: 6, metric: .l2, kind: kind, codec: .f32,
      graph: GraphParameters(links: 4, effort: 40), columns: ["key", "parity"], key: "key")
  }

  /// Compares an index with what it should hold, by all that can be asked.
  private func check(_ rows: [Int: Row], _ comment: Comment) throws {
    let index = try MappedIndex(path: path)
    try index.verify()
    #expect(index.count == rows.count && Set(index.ids) == Set(rows.keys), comment)
    for (id, row) in rows {
      #expect(index.vector(id) == row.vector && index.contains(id), comment)
      #expect(try index.sentence(id) == row.sentence, comment)
      #expect(try index.fields(id) == row.fields, comment)
    }
    let queries = randomMatrix(3, 6, seed: 99)
    let even = try #require(FieldCondition("parity=even"))
    let chosen = Set(rows.keys.filter { $0 % 3 == 0 })
    for query in 0..<3 {
      let alone = queries.rows(at: [query])
      let all = exactNeighbors(index, queries.row(query), count: rows.count)
      func found(_ options: SearchOptions, _ conditions: [FieldCondition]) throws -> [Int] {
        try index.search(queries: alone, options: options, where: conditions, pool: pool)[0]
          .map(\.id)
      }
      #expect(try found(SearchOptions(count: rows.count), []) == all, comment)
      // Filters give exactly what filtering the exact list gives.
      let isEven = { (id: Int) in rows[id]?.fields[1] == "even" }
      #expect(
        try found(SearchOptions(count: 7), [even]) == Array(all.filter(isEven).prefix(7)), comment)
      #expect(
        try found(SearchOptions(count: 5, ids: chosen), [])
          == Array(all.filter(chosen.contains).prefix(5)), comment)
      #expect(
        try found(SearchOptions(count: 5, ids: chosen), [even])
          == Array(all.filter { chosen.contains($0) && isEven($0) }.prefix(5)), comment)
    }
  }

  private func makeRows(_ range: Range<Int>, seed: UInt64) -> [Row] {
    let vectors = randomMatrix(range.count, 6, seed: seed)
    return range.enumerated().map { index, number in
      Row(
        vector: vectors.row(index), sentence: "sentence \(number) of \(seed)",
        fields: ["k\(number)", number % 2 == 0 ? "even" : "odd"])
    }
  }

  private func matrix(_ rows: [Row]) -> Matrix {
    Matrix(rows: rows.count, columns: 6, values: rows.flatMap(\.vector))
  }

  @Test("rows are added, replaced, removed and compacted", arguments: IndexKind.allCases)
  func life(kind: IndexKind) throws {
    var rows: [Int: Row] = [:]
    let first = makeRows(0..<60, seed: 1)
    try buildIndex(
      path, matrix(first), design(kind), sentences: first.map(\.sentence),
      fields: first.map(\.fields))
    for (id, row) in first.enumerated() { rows[id] = row }
    try check(rows, "built")
    var next = 60
    var random = SplitMix64(seed: 5)
    for step in 0..<8 {
      let editor = try IndexEditor(path: path)
      let added = makeRows(next..<next + 1 + random.below(9), seed: UInt64(step + 10))
      let ids = try editor.append(
        vectors: matrix(added), sentences: added.map(\.sentence), fields: added.map(\.fields))
      #expect(ids == Array(next..<next + added.count))
      for (id, row) in zip(ids, added) { rows[id] = row }
      next += added.count
      for _ in 0..<4 {
        guard
          let id = rows.keys.filter({ $0 < ids[0] }).sorted().first(where: { _ in
            random.below(3) == 0
          })
        else { continue }
        try editor.remove(id: id)
        rows[id] = nil
      }
      // One row is replaced by its id, one by its key, and one is new.
      if let id = rows.keys.filter({ $0 < ids[0] }).max() {
        var changed = makeRows(id..<id + 1, seed: UInt64(step + 50))[0]
        changed.sentence = "changed"
        try editor.append(
          vectors: matrix([changed]), sentences: ["changed"], fields: [changed.fields], ids: [id])
        rows[id] = changed
      }
      if let id = rows.keys.filter({ $0 < ids[0] }).min() {
        let changed = makeRows(id..<id + 1, seed: UInt64(step + 90))[0]
        let new = makeRows(next..<next + 1, seed: 7)[0]
        let replaced = try editor.replace(
          vectors: matrix([changed, new]), sentences: [changed.sentence, new.sentence],
          fields: [changed.fields, new.fields])
        #expect(replaced == 1)
        rows[id] = changed
        rows[next] = new
        next += 1
      }
      try editor.commit(compacts: step % 4 == 3, pool: pool)
      try check(rows, "step \(step)")
    }
    // Nothing is left of what was replaced.
    let editor = try IndexEditor(path: path)
    try editor.commit(compacts: true, pool: pool)
    try check(rows, "compacted")
    #expect(try FileManagerNames.names(path).count == 3)
  }

  @Test("an index that lost all rows can be searched and filled again")
  func emptied() throws {
    let first = makeRows(0..<3, seed: 1)
    try buildIndex(
      path, matrix(first), design(.flat), sentences: first.map(\.sentence),
      fields: first.map(\.fields))
    let editor = try IndexEditor(path: path)
    for id in try editor.ids(where: [try #require(FieldCondition("parity!=x"))]) {
      try editor.remove(id: id)
    }
    try editor.commit(pool: pool)
    try check([:], "emptied")
    let again = try IndexEditor(path: path)
    let row = makeRows(0..<1, seed: 2)
    #expect(
      try again.append(
        vectors: matrix(row), sentences: [row[0].sentence], fields: [row[0].fields]) == [3])
    try again.commit(pool: pool)
    try check([3: row[0]], "filled")
  }

  @Test("two writers are told of each other, and readers are not disturbed")
  func writers() throws {
    let first = makeRows(0..<20, seed: 1)
    let open = try buildIndex(
      path, matrix(first), design(.flat), sentences: first.map(\.sentence),
      fields: first.map(\.fields))
    do {
      let editor = try IndexEditor(path: path)
      #expect(throws: IndexError.busy(path: path)) { try IndexEditor(path: path) }
      #expect(throws: IndexError.busy(path: path)) {
        try IndexBuilder(path: path, design: design(.flat))
      }
      try editor.remove(id: 3)
      #expect(try MappedIndex(path: path).count == 20)
      try editor.commit(compacts: true, pool: pool)
      #expect(try MappedIndex(path: path).count == 19)
    }
    #expect(open.count == 20 && open.contains(3))
    #expect(open.vector(3) == first[3].vector)
    // An editor that ends without commit changes nothing.
    let before = try FileManagerNames.names(path)
    do { try IndexEditor(path: path).remove(id: 4) }
    #expect(try MappedIndex(path: path).count == 19)
    #expect(try FileManagerNames.names(path) == before)
  }

  @Test("of two writers that make the same index, the second is told at once")
  func makers() throws {
    func append(to builder: IndexBuilder) throws {
      try builder.append(
        vectors: randomMatrix(2, 6, seed: 1), sentences: ["a", "b"],
        fields: [["a", ""], ["b", ""]])
    }
    let first = try IndexBuilder(path: path, design: design(.flat))
    try append(to: first)
    for existing in [OverwritePolicy.refuse, .replace] {
      #expect(throws: IndexError.busy(path: path)) {
        try IndexBuilder(path: path, design: design(.flat), existing: existing)
      }
      #expect(throws: IndexError.busy(path: path)) { try IndexBuilder.check(path, existing) }
    }
    // Others are in nobody's way.
    let other = try IndexBuilder(path: folder.file("y.index"), design: design(.flat))
    try append(to: other)
    try first.finish(pool: pool)
    try other.finish(pool: pool)
    try IndexBuilder.check(path, .replace)
    #expect(try folder.names == ["x.index", "y.index"])
  }

  @Test("an index that comes while another of its name is made stays")
  func late() throws {
    let builder = try IndexBuilder(path: path, design: design(.flat))
    try buildIndex(
      folder.file("y.index"), randomMatrix(3, 6, seed: 1),
      IndexDesign(dimension: 6, hasSentences: false))
    try FileManager.default.moveItem(atPath: folder.file("y.index"), toPath: path)
    #expect(throws: FileError.alreadyExists(path: path)) { try builder.finish(pool: pool) }
    #expect(try MappedIndex(path: path).count == 3)
  }

  @Test("writers that begin at the same time remove nothing that another needs")
  func race() throws {
    let failures = Locked<[String]>([])
    let (folder, path) = (folder, path)
    WorkerPool(threads: 4).run(400, grain: 1) { range in
      for _ in range {
        do {
          let builder = try IndexBuilder(
            path: path, design: IndexDesign(dimension: 2, hasSentences: false))
          try builder.append(vectors: Matrix(rows: 1, columns: 2, values: [1, 2]))
        } catch IndexError.busy {
          continue
        } catch {
          failures.withLock { $0.append("\(error)") }
        }
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(try folder.names == [])
  }

  @Test("columns that no index can have are refused before anything is written")
  func columns() throws {
    let most = (0..<IndexDesign.maximumColumns).map { "c\($0)" }
    func design(_ columns: [String]) -> IndexDesign {
      IndexDesign(dimension: 6, hasSentences: false, columns: columns)
    }
    try buildIndex(path, randomMatrix(1, 6, seed: 1), design(most), fields: [most])
    #expect(try MappedIndex(path: path).fields(0) == most)
    let new = folder.file("new.index")
    for path in [path, new] {
      #expect(throws: IndexError.repeatedColumn("a", path: path)) {
        try IndexBuilder(path: path, design: design(["a", "b", "a"]))
      }
      #expect(throws: IndexError.tooManyColumns(1_001, path: path)) {
        try IndexBuilder(path: path, design: design(most + ["one more"]))
      }
    }
    // The manifest would be longer than any that is read.
    let long = String(repeating: "x", count: 17 << 20)
    #expect(throws: FileError.self) {
      try buildIndex(path, randomMatrix(1, 6, seed: 1), design([long]), fields: [["a"]])
    }
    #expect(try MappedIndex(path: path).columns == most)
    #expect(try folder.names == ["x.index"])
  }

  @Test("what cannot be done is an error, and nothing has changed")
  func refused() throws {
    let first = makeRows(0..<4, seed: 1)
    try buildIndex(
      path, matrix(first), design(.flat), sentences: first.map(\.sentence),
      fields: first.map(\.fields))
    func edit(_ body: (IndexEditor) throws -> Void) throws {
      let editor = try IndexEditor(path: path)
      try body(editor)
      try editor.commit(pool: pool)
    }
    #expect(throws: IndexError.unknownID(9, path: path)) { try edit { try $0.remove(id: 9) } }
    #expect(throws: IndexError.unknownID(1, path: path)) {
      try edit { editor in
        try editor.remove(id: 1)
        try editor.remove(id: 1)
      }
    }
    #expect(throws: IndexError.repeatedKey("k2", path: path)) {
      try edit { editor in
        try editor.append(
          vectors: matrix([first[2]]), sentences: ["again"], fields: [first[2].fields])
      }
    }
    #expect(throws: SearchError.notFinite(row: 0)) {
      try edit { editor in
        try editor.append(
          vectors: Matrix(rows: 1, columns: 6, values: [.nan, 0, 0, 0, 0, 0]), sentences: [""],
          fields: [["n", ""]])
      }
    }
    // Rows are counted as they are given, whether they replace others or not.
    #expect(throws: SearchError.notFinite(row: 1)) {
      try edit { editor in
        _ = try editor.replace(
          vectors: Matrix(rows: 2, columns: 6, values: [Float](repeating: 1, count: 11) + [.nan]),
          sentences: ["", ""], fields: [["n", ""], ["k2", ""]])
      }
    }
    #expect(throws: SearchError.unknownColumn("x", columns: ["key", "parity"])) {
      let index = try MappedIndex(path: path)
      _ = try index.search(
        queries: randomMatrix(1, 6, seed: 1), options: SearchOptions(),
        where: [try #require(FieldCondition("x=1"))], pool: pool)
    }
    #expect(throws: IndexError.repeatedKey("k0", path: folder.file("y.index"))) {
      try buildIndex(
        folder.file("y.index"), matrix([first[0], first[0]]), design(.flat),
        sentences: ["", ""], fields: [first[0].fields, first[0].fields])
    }
    try check(Dictionary(uniqueKeysWithValues: first.enumerated().map { ($0, $1) }), "unchanged")
    #expect(try folder.names == ["x.index"])
  }

  @Test("files of a writer that was killed are removed by the next one")
  func spares() throws {
    try buildIndex(
      path, randomMatrix(3, 6, seed: 1), IndexDesign(dimension: 6, hasSentences: false))
    for name in ["00000009.segment", "00000010.removed", ".00000011.segment.1.0.tmp"] {
      try folder.write("half", to: "x.index/" + name)
    }
    try folder.write("mine", to: "x.index/notes.txt")
    let editor = try IndexEditor(path: path)
    try editor.remove(id: 0)
    try editor.commit(pool: pool)
    #expect(
      try FileManagerNames.names(path)
        == ["00000001.segment", "00000002.removed", "lock", "manifest.json", "notes.txt"])
  }

  @Test("a threshold is met by all that reach it, and by no others", arguments: Metric.allCases)
  func threshold(metric: Metric) throws {
    let vectors = randomMatrix(500, 6, seed: 3)
    let queries = randomMatrix(4, 6, seed: 4)
    let exact = try FlatIndex(vectors: vectors, metric: metric)
    let all = try exact.search(queries: queries, count: 500, pool: pool)
    for codec in [IndexCodec.f32, .int8] {
      let index = try buildIndex(
        folder.file("\(codec).index"), vectors,
        IndexDesign(
          dimension: 6, metric: metric, codec: codec, rescoring: .f32, hasSentences: false))
      for place in [0, 7, 120] {
        let limit = all[0][place].score
        let options = SearchOptions(count: 500, threshold: limit)
        let found = try index.search(queries: queries, options: options, pool: pool)
        for (answer, neighbors) in zip(found, all) {
          let expected = neighbors.filter {
            metric.isHigherNearer ? $0.score >= limit : $0.score <= limit
          }
          #expect(answer == expected, "\(codec) \(metric) \(limit)")
        }
        #expect(try exact.search(queries: queries, options: options, pool: pool) == found)
      }
    }
  }

  @Test(
    "conditions are read as they are written",
    arguments: [
      ("label=ham", "label", "=", "ham"), ("a!=b=c", "a", "!=", "b=c"),
      ("n>=-2.5", "n", ">=", "-2.5"),
      ("n<3", "n", "<", "3"), ("x=", "x", "=", ""),
    ])
  func conditions(text: String, column: String, relation: String, value: String) throws {
    let condition = try #require(FieldCondition(text))
    #expect(condition.column == column && condition.relation.rawValue == relation)
    #expect(condition.value == value && "\(condition)" == text)
    for wrong in ["", "=x", " = x", "label", "n<abc", "n>="] {
      #expect(FieldCondition(wrong) == nil)
    }
    #expect(FieldCondition("label == ham")?.description == "label=ham")
    #expect(FieldCondition("star count >= 4")?.description == "star count>=4")
  }

  @Test("keys are their bytes, however a letter is written")
  func bytesOfKeys() throws {
    var rows = makeRows(0..<2, seed: 4)
    rows[0].fields[0] = "\u{E9}"
    rows[1].fields[0] = "K"
    try buildIndex(
      path, matrix(rows), design(.flat), sentences: rows.map(\.sentence), fields: rows.map(\.fields)
    )
    let editor = try IndexEditor(path: path)
    try editor.append(
      vectors: matrix(makeRows(2..<4, seed: 5)), sentences: ["", ""],
      fields: [["e\u{301}", "odd"], ["\u{212A}", "odd"]])
    try editor.commit(pool: pool)
    let next = try IndexEditor(path: path)
    let replaced = try next.replace(
      vectors: matrix(makeRows(4..<6, seed: 6)), sentences: ["kelvin", "alpha"],
      fields: [["\u{212A}", "odd"], ["\u{3B1}\u{301}", "odd"]])
    try next.commit(pool: pool)
    #expect(try replaced == 1 && MappedIndex(path: path).sentence(3) == "kelvin")
    let keys = ["e\u{301}", "\u{E9}", "e", "\u{212A}", "K"]
    #expect(try IndexEditor(path: path).ids(ofKeys: keys) == [2, 0, nil, 3, 1])
  }
}
