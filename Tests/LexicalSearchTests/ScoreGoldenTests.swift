import LexicalSearch
import TestSupport
import Testing

/// Scores of rank-bm25 and scikit-learn; `Tests/Peers/make_lexical_goldens.py` makes them.
@Suite("Scores of other programs")
struct ScoreGoldenTests {
  private struct Golden: Decodable {
    struct Answer: Decodable {
      let query: String
      let bm25: [String: Double]
      let cosine: [String: Double]
      let unknown: Bool
    }

    let documents: [String]
    let answers: [Answer]
  }

  @Test("are those of this program")
  func scores() throws {
    let golden: Golden = try GoldenFile.decode("scores.json")
    let index = try LexicalIndex(of: golden.documents)
    let ids = Array(0..<index.count)
    for answer in golden.answers {
      let query = try LexicalQuery(answer.query, in: [index])
      let scale = query.scale(BM25())
      let found = try index.scores(of: ids, for: query, scoring: BM25())
      for id in ids {
        let expected = answer.bm25["\(id)"] ?? 0
        #expect(abs(Double(found[id]) * scale - expected) < 1e-5, "\(answer.query), \(id)")
      }
      // scikit-learn leaves unknown terms out of the length of a query.
      guard !answer.unknown else { continue }
      let cosines = try index.scores(of: ids, for: query, scoring: TFIDFCosine())
      for id in ids {
        #expect(abs(Double(cosines[id]) - (answer.cosine["\(id)"] ?? 0)) < 1e-6)
      }
    }
  }
}
