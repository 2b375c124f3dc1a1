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
}
