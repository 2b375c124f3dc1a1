import TestSupport
import Testing
import TextAutoencoder

@Suite("Ranking by vectors and words")
struct RankingTests {
  /// Scores that are given, proposed in pieces as an index would.
  private struct FixedRanker: Ranker {
    let all: [Float]
    var count: Int { all.count }

    func best(_ count: Int) -> Candidates {
      let ids = all.indices.sorted { all[$0] != all[$1] ? all[$0] > all[$1] : $0 < $1 }
      let found = Array(ids.prefix(count))
      return Candidates(ids: found, bound: found.count == all.count ? -1 : all[found[count - 1]])
    }

    func scores(of ids: [Int]) -> [Float] { ids.map { all[$0] } }
  }

  @Test("a mix finds what mixing every score finds", arguments: [0, 1, 63, 64, 65, 1_000, 3_000])
  func hybrid(size: Int) throws {
    var random = SplitMix(state: UInt64(size))
    // Coarse scores, so that there are ties; the best of one ranker are the worst of the other.
    let vectors = (0..<size).map { _ in Float(random.below(50)) / 50 }
    let words = vectors.map { (1 - $0) * Float(random.below(8)) / 8 }
    for share in [0, 0.3, 0.5, 1] {
      let ranker = HybridRanker(
        vectors: FixedRanker(all: vectors), words: FixedRanker(all: words), vectorShare: share)
      let mixed = try ranker.scores(of: Array(0..<size))
      let expected = mixed.indices.sorted {
        mixed[$0] != mixed[$1] ? mixed[$0] > mixed[$1] : $0 < $1
      }
      for count in [0, 1, 10, size + 1] {
        let found = try ranker.ranked(count)
        #expect(found.map(\.id) == Array(expected.prefix(count)))
        #expect(found.map(\.score) == expected.prefix(count).map { mixed[$0] })
      }
    }
  }

  private struct SplitMix {
    var state: UInt64
    mutating func below(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
  }

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

  @Test("a number decides by words and in a mix, and not by vectors that do not know it")
  func exactNames() throws {
    let sentences = (0..<300).map { "flight \($0) was late" }
    let index = try SentenceIndex(sentences, embedder: LetterCounts())
    for ranking in [Ranking.words, .hybrid] {
      let found = try index.neighbors(of: "what about flight 217", count: 1, by: ranking)
      #expect(found.map(\.neighbor.id) == [217])
    }
    let byVectors = try index.neighbors(of: "flight 217 was late", count: 1, by: .vectors)
    #expect(byVectors.map(\.neighbor.id) == [0])
  }

  @Test("a document is as near as its nearest sentences and their mean")
  func documents() throws {
    let documents = [
      "aaa bbb. ccc ddd. eee fff.", "aaa bbb. aaa bb. aa bbb. zzz zzz.", "", "yyy.",
    ]
    let mix = RankingMix(vectorShare: 0.5, scoring: BM25(), bestSentences: 2)
    let index = try DocumentIndex(documents, embedder: LetterCounts(), mix: mix)
    #expect(index.count == 4)
    let found = try index.neighbors(of: "aaa bbb", count: 4, by: .vectors)
    #expect(found.map(\.id) == [1, 0, 2, 3])
    let words = try index.neighbors(of: "yyy", count: 4, by: .words)
    #expect(words.map(\.id) == [3])
    for ranking in Ranking.allCases {
      let best = try index.neighbors(of: "aaa bbb", count: 1, by: ranking)
      #expect(best == Array(try index.neighbors(of: "aaa bbb", count: 4, by: ranking).prefix(1)))
    }
    let byWords = try DocumentIndex(documents, embedder: nil)
    #expect(try byWords.neighbors(of: "ccc", by: .words).map(\.id) == [0])
  }

  @Test("without splitting, a document is one text")
  func whole() throws {
    let index = try DocumentIndex(["aaa. bbb.", "aaa."], embedder: LetterCounts(), splits: false)
    #expect(try index.neighbors(of: "aaa", count: 2, by: .vectors).map(\.id) == [1, 0])
  }
}
