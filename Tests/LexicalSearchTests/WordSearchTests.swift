import LexicalSearch
import TensorKit
import Testing

@Suite("Search by words")
struct WordSearchTests {
  private static let scorings: [any WordScoring] = [
    TFIDFCosine(), BM25(), BM25(k1: 0, b: 0), BM25(k1: 2, b: 1),
  ]

  private func check(
    _ index: LexicalIndex, _ queries: [String], counts: [Int], isAllowed: ((Int) -> Bool)? = nil
  ) throws {
    for scoring in Self.scorings {
      for text in queries {
        let query = try LexicalQuery(text, in: [index])
        for count in counts {
          let found = try index.search(query, count: count, scoring: scoring, isAllowed: isAllowed)
          let expected = try index.referenceSearch(
            query, count: count, scoring: scoring, isAllowed: isAllowed)
          #expect(found == expected, "\(count) of \(index.count) for \(text)")
          #expect(found.allSatisfy { $0.score > 0 && $0.score <= 1 })
        }
        let ids = [0, index.count - 1, index.count / 2].filter { $0 >= 0 && $0 < index.count }
        let scores = try index.scores(of: ids, for: query, scoring: scoring)
        let all = try index.referenceSearch(query, count: index.count, scoring: scoring)
        #expect(scores == ids.map { id in all.first { $0.id == id }?.score ?? 0 })
      }
    }
  }

  @Test(
    "finds what scoring every document finds, to the bit",
    arguments: [0, 1, 2, 127, 128, 129, 255, 256, 257, 700])
  func reference(size: Int) throws {
    var random = RandomTexts(seed: UInt64(size))
    let index = try LexicalIndex(of: random.texts(size))
    #expect(index.count == size)
    try index.verify()
    let queries = random.texts(6, words: 1...10) + ["", "unknown", "w0x", "w0x w0x w1x nothing"]
    try check(index, queries, counts: [0, 1, 3, 10, size + 1])
  }

  @Test("finds the same where blocks can be passed over")
  func blocks() throws {
    var random = RandomTexts(seed: 3)
    // Long documents first, then many short ones: bounds of blocks differ.
    var texts = random.texts(300, words: 100...300, of: 2_000)
    texts += random.texts(4_000, words: 1...6, of: 2_000)
    let index = try LexicalIndex(of: texts)
    let queries = random.texts(8, words: 2...20, of: 2_000)
    try check(index, queries, counts: [1, 10])
  }

  @Test("common words count less where there are few texts")
  func commonWords() throws {
    let few = [
      "with the dog", "the soup was too cold for me", "we walked to town", "with them",
    ]
    let many = few + (0..<2_000).map { "word\($0) and other\($0)" }
    for texts in [few, many] {
      let index = try LexicalIndex(of: texts)
      let scores = try [false, true].map { discounts in
        let query = try LexicalQuery(
          "soup with bread", in: [index], discountsCommonWords: discounts)
        for scoring in Self.scorings {
          let found = try index.search(query, count: 3, scoring: scoring)
          #expect(found == (try index.referenceSearch(query, count: 3, scoring: scoring)))
          #expect(found.allSatisfy { $0.score > 0 && $0.score <= 1 })
        }
        return try index.scores(of: [1, 3], for: query, scoring: TFIDFCosine())
      }
      #expect(scores[1][0] > scores[0][0] && scores[1][1] < scores[0][1])
      // 0.26 becomes 0.06 among few, and 0.40 becomes 0.38 among many.
      #expect((scores[0][1] - scores[1][1] > 0.1) == (texts.count == few.count))
    }
    // Other languages have other words, which a stemmer of none does not tell.
    let plain = try LexicalIndex(of: few, analyzer: TextAnalyzer(stemmer: WholeWords()))
    let queries = try [false, true].map {
      try LexicalQuery("soup with bread", in: [plain], discountsCommonWords: $0)
    }
    let found = try queries.map { try plain.search($0, count: 3, scoring: TFIDFCosine()) }
    #expect(found[0] == found[1])
  }

  @Test("a filter gives what filtering the whole list gives")
  func filter() throws {
    var random = RandomTexts(seed: 5)
    let index = try LexicalIndex(of: random.texts(500))
    try check(index, random.texts(5, words: 1...6), counts: [1, 7]) { $0 % 7 == 3 }
    try check(index, random.texts(2, words: 1...6), counts: [5]) { _ in false }
  }

  @Test("equal documents are found in their order")
  func ties() throws {
    let index = try LexicalIndex(of: Array(repeating: "the cold sea", count: 400) + ["sea"])
    let found = try index.search("cold", count: 5)
    #expect(found.map(\.id) == [0, 1, 2, 3, 4])
    #expect(try index.search("the cold sea", count: 1)[0].score == 1)
  }

  @Test("a document with a number or a name is found by it, and by other forms of its words")
  func exact() throws {
    let index = try LexicalIndex(of: [
      "Flight LH 1234 was delayed.", "The flights of Monday", "Ms. Okonkwo paid 12,000 euros.",
      "It cost 3.5 million", "We were flying home.",
    ])
    for (query, id) in [
      ("1234", 0), ("lh", 0), ("okonkwo", 2), ("12000", 2), ("3.5", 3), ("fly", 4), ("flight", 1),
    ] {
      #expect(try index.search(query, count: 1).map(\.id) == [id], "\(query)")
    }
    #expect(try index.search("3", count: 1).isEmpty)
  }

  @Test("two indexes that count as one give the scores of one, for BM25 to the bit")
  func segments() throws {
    var random = RandomTexts(seed: 9)
    let texts = random.texts(400)
    let whole = try LexicalIndex(of: texts)
    let parts = [
      try LexicalIndex(of: Array(texts[..<130])), try LexicalIndex(of: Array(texts[130...])),
    ]
    for text in random.texts(10, words: 1...8) {
      let expected = try whole.search(text, count: 20, scoring: BM25())
      let query = try LexicalQuery(text, in: parts)
      var found = try parts[0].search(query, count: 20, scoring: BM25())
      found += try parts[1].search(query, count: 20, scoring: BM25())
        .map { Neighbor(id: $0.id + 130, score: $0.score) }
      found.sort { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }
      #expect(Array(found.prefix(20)) == expected)
    }
  }
}
