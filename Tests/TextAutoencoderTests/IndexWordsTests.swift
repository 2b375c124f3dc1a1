import TestSupport
import Testing
import TextAutoencoder

@Suite("Words in the segments of an index")
struct IndexWordsTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("x.index") }
  private let pool = WorkerPool(threads: 1)
  private let parts = [IndexWords(analyzer: TextAnalyzer())]
  private let design = IndexDesign(dimension: 2, stemmer: EnglishStemmer.name)

  init() throws { folder = try TemporaryFolder() }

  private static func sentence(_ number: Int) -> String {
    let words = ["rain", "sea", "bread", "cold", "window", "apple", "stone", "river", "light"]
    return (0...number % 4).map { words[(number * 7 + $0 * (number % 5 + 1)) % words.count] }
      .joined(separator: " ") + " \(number / 3)"
  }

  private static let sentences = (0..<400).map(sentence)

  private func vectors(_ count: Int) -> Matrix {
    Matrix(rows: count, columns: 2, values: (0..<2 * count).map { Float($0 % 7) + 1 })
  }

  private func build(_ sentences: [String], at path: String) throws {
    let builder = try IndexBuilder(path: path, design: design)
    try builder.append(vectors: vectors(sentences.count), sentences: sentences)
    try builder.finish(parts: parts, pool: pool)
  }

  private func change(_ body: (IndexEditor) throws -> Void, compacts: Bool = false) throws {
    let editor = try IndexEditor(path: path)
    try body(editor)
    try editor.commit(compacts: compacts, parts: parts, pool: pool)
  }

  private func answers(
    _ query: String, at path: String, scoring: some WordScoring = TFIDFCosine()
  ) throws -> [Neighbor] {
    let words = try #require(try WordCollection(of: MappedIndex(path: path)))
    try words.verify()
    return try WordRanker(words, query: query, scoring: scoring).ranked(8)
  }

  private static let queries = [
    "the cold river", "stones 17", "apples, bread and light 42", "zebra",
  ]

  @Test("an index that grew in steps answers as one that was built at once, after it was compacted")
  func growth() throws {
    try build(Array(Self.sentences.prefix(300)), at: path)
    for range in [300..<301, 301..<350, 350..<400] {
      try change {
        try $0.append(vectors: vectors(range.count), sentences: Array(Self.sentences[range]))
      }
    }
    #expect(try MappedIndex(path: path).count == 400)
    let whole = folder.file("whole.index")
    try build(Self.sentences, at: whole)
    for query in Self.queries {
      // BM25 keeps nothing that depends on the other texts.
      #expect(
        try answers(query, at: path, scoring: BM25()) == answers(query, at: whole, scoring: BM25()))
      for (grown, built) in zip(try answers(query, at: path), try answers(query, at: whole)) {
        #expect(abs(grown.score - built.score) < 0.02, "\(query)")
      }
    }
    try change({ _ in }, compacts: true)
    for query in Self.queries {
      #expect(try answers(query, at: path) == answers(query, at: whole))
    }
  }

  @Test("a row that was removed or replaced is not found by its old words")
  func removal() throws {
    try build(Self.sentences, at: path)
    try change {
      try $0.remove(id: 51)
      try $0.append(vectors: vectors(1), sentences: ["a zebra"], ids: [52])
    }
    let found = try answers("17", at: path).map(\.id)
    #expect(found == [53])
    #expect(try answers("zebras", at: path).map(\.id) == [52])
    let words = try #require(try WordCollection(of: MappedIndex(path: path)))
    let ranker = try WordRanker(words, query: "17 zebra", scoring: TFIDFCosine())
    #expect(ranker.count == 399)
    let scores = try ranker.scores(of: [53, 51, 52, 0])
    #expect(scores[0] > 0 && scores[1] == 0 && scores[2] > 0 && scores[3] == 0)
  }

  @Test("an index of which a segment has no words counts as one without words")
  func missing() throws {
    try build(Self.sentences, at: path)
    let editor = try IndexEditor(path: path)
    try editor.append(vectors: vectors(1), sentences: ["a zebra"])
    // Nobody loses all words by leaving out an argument.
    #expect(throws: IndexError.missingParts(path: path)) { try editor.commit(pool: pool) }
    #expect(try WordCollection(of: MappedIndex(path: path))?.count == 400)
    try editor.commit(parts: [], pool: pool)
    #expect(try WordCollection(of: MappedIndex(path: path)) == nil)
  }

  @Test("rows are removed without their words being made again")
  func removalAlone() throws {
    try build(Self.sentences, at: path)
    let editor = try IndexEditor(path: path)
    try editor.remove(id: 53)
    try editor.commit(pool: pool)
    #expect(try WordCollection(of: MappedIndex(path: path))?.count == 399)
  }

  @Test("words that are told to stop leave the index as it was")
  func interruption() throws {
    struct Stop: Error {}
    try build(Array(Self.sentences.prefix(2)), at: path)
    let before = try answers("rain", at: path)
    let editor = try IndexEditor(path: path)
    let many = [String](repeating: "rain", count: 4_096)
    try editor.append(vectors: vectors(many.count), sentences: many)
    let words = IndexWords(analyzer: TextAnalyzer()) { _ in throw Stop() }
    #expect(throws: Stop.self) { try editor.commit(parts: [words], pool: pool) }
    #expect(try answers("rain", at: path) == before && !before.isEmpty)
  }
}
