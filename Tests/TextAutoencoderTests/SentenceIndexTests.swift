import TestSupport
import Testing
import TextAutoencoder

@Suite("Sentence index")
struct SentenceIndexTests {
  /// Counts of letters, as an embedder that needs no training.
  private struct LetterCounts: SentenceEmbedder {
    let dimension = 26
    let checksum: UInt64 = 0

    func embed(_ sentences: [String]) -> Matrix {
      let vectors = Matrix(rows: sentences.count, columns: dimension)
      for (row, sentence) in sentences.enumerated() {
        for byte in sentence.utf8 where (97...122).contains(byte) {
          vectors[row, Int(byte) - 97] += 1
        }
      }
      return vectors
    }
  }

  private static let sentences = (0..<700).map { number in
    let words = ["rain", "sea", "bread", "cold", "window", "apple", "stone", "river", "light"]
    return (0..<4).map { words[(number * 7 + $0 * (number % 5 + 1)) % words.count] }
      .joined(separator: " ")
  }

  /// `swift test --sanitize=thread --scratch-path .build/tsan --filter SentenceIndex` runs this
  /// under the thread sanitizer. A few queries and many take different paths through the search.
  @Test("Eight tasks that ask one index at once get what one task gets", arguments: [1, 3])
  func concurrentQueries(threads: Int) async throws {
    let index = try SentenceIndex(Self.sentences, embedder: LetterCounts(), threads: threads)
    let questions = [Array(Self.sentences.prefix(1)), Array(Self.sentences.suffix(20))]
    let expected = try questions.map { try index.neighbors(of: $0, count: 12) }
    let same = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<20 {
            for (question, answer) in zip(questions, expected) {
              if try index.neighbors(of: question, count: 12) != answer { return false }
            }
          }
          return true
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(same == Array(repeating: true, count: 8))
  }

  @Test("The nearest sentence to a sentence of the index is that sentence")
  func itself() throws {
    let index = try SentenceIndex(["a cold sea", "an old lace"], embedder: LetterCounts())
    let found = try index.neighbors(of: "old lace and", count: 1)
    #expect(found.map(\.neighbor.id) == [1])
    #expect(found.map(\.sentence) == ["an old lace"])
  }

  @Test("an index on disk gives the answers of one in memory", arguments: Ranking.allCases)
  func disk(ranking: Ranking) throws {
    let folder = try TemporaryFolder()
    let (path, embedder) = (folder.file("x.index"), LetterCounts())
    let memory = try SentenceIndex(Self.sentences, embedder: embedder)
    let design = IndexDesign(
      dimension: embedder.dimension, columns: ["parity"], stemmer: EnglishStemmer.name)
    let builder = try IndexBuilder(path: path, design: design)
    try builder.append(
      vectors: embedder.embed(Self.sentences), sentences: Self.sentences,
      fields: Self.sentences.indices.map { ["\($0 % 2)"] })
    try builder.finish(parts: [IndexWords(analyzer: TextAnalyzer())], pool: WorkerPool())
    let disk = try MappedIndex(path: path)
    let queries = ["cold rain", "an apple by the river", "light"]
    let found = try disk.neighbors(of: queries, embedder: embedder, count: 7, by: ranking)
    #expect(
      try found == memory.neighbors(of: queries, count: 7, by: ranking).map { $0.map(\.neighbor) })
    let odd = try disk.neighbors(
      of: queries, embedder: embedder, count: 7, by: ranking,
      where: [try #require(FieldCondition("parity=1"))])
    #expect(odd.allSatisfy { $0.count == 7 && $0.allSatisfy { $0.id % 2 == 1 } })
  }

  @Test("an index on disk without words is not ranked by them")
  func withoutWords() throws {
    let folder = try TemporaryFolder()
    let builder = try IndexBuilder(
      path: folder.file("x.index"), design: IndexDesign(dimension: 26, metric: .dot))
    try builder.append(vectors: LetterCounts().embed(["a", "b"]), sentences: ["a", "b"])
    try builder.finish(pool: WorkerPool())
    let index = try MappedIndex(path: folder.file("x.index"))
    #expect(throws: RankingError.noWords(index: index.path)) {
      try index.neighbors(of: ["a"], embedder: LetterCounts())
    }
    #expect(
      try index.neighbors(of: ["a"], embedder: LetterCounts(), by: .vectors)[0].map(\.id) == [0, 1])
  }
}
