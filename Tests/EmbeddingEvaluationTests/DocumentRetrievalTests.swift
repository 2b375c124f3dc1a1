import EmbeddingEvaluation
import TensorKit
import TestSupport
import Testing

@Suite("Retrieval of documents")
struct DocumentRetrievalTests {
  private struct Golden: Decodable {
    let ranking: [Int]
    let grades: [String: Double]
    let averagePrecision: Double
    let gainAt10: Double
    let recallAt10: Double
    let recallAt100: Double
  }

  @Test("measures are those that NumPy gives; make_retrieval_golden.py makes them")
  func golden() throws {
    let cases: [Golden] = try GoldenFile.decode("retrieval.json")
    for golden in cases {
      let grades = Dictionary(
        uniqueKeysWithValues: golden.grades.compactMap { key, grade in
          Int(key).map { ($0, grade) }
        })
      let judged = RankedRetrieval(ranking: golden.ranking, grades: grades)
      #expect(abs(judged.averagePrecision - golden.averagePrecision) < 1e-12)
      #expect(abs(judged.normalizedGain(within: 10) - golden.gainAt10) < 1e-12)
      #expect(abs(judged.recall(within: 10) - golden.recallAt10) < 1e-12)
      #expect(abs(judged.recall(within: 100) - golden.recallAt100) < 1e-12)
    }
  }

  private func folder(
    docs: String = "a\tcold sea\tcold sea, cold wind\nb\tbread\t\nc\tsea\n",
    queries: String = "1\tcold\n2\tbread\n3\tnothing\n",
    judgments: String = "1\ta\t2\n1\tc\t1\n2\tb\t3\n3\ta\t0\n"
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(docs, to: "docs.tsv")
    try folder.write(queries, to: "queries.tsv")
    try folder.write(judgments, to: "qrels.tsv")
    return folder
  }

  @Test("a folder of documents, queries and judgments is read")
  func reading() throws {
    let folder = try folder()
    let file = try EvaluationFile(path: folder.path)
    #expect(file.kind == .documentRetrieval && file.count == 2 && file.unscored == 1)
    #expect(
      file.summary
        == "document retrieval, 3 documents, 2 queries, 1 without a relevant document left out")
    guard case .judgments(let judgments) = file.content else {
      Issue.record("no judgments")
      return
    }
    // A title that the text repeats counts once, and an empty field not at all.
    #expect(judgments.documents == ["cold sea, cold wind", "bread", "sea"])
    #expect(judgments.queries == ["cold", "bread"])
    #expect(judgments.grades == [[0: 2, 2: 1], [1: 3]])
  }

  @Test("ids are their bytes, however a letter is written")
  func bytesOfIDs() throws {
    let folder = try folder(
      docs: "\u{E9}\tsea\ne\u{301}\tbread\n", queries: "\u{212A}\tcold\nK\tbread\n",
      judgments: "K\te\u{301}\t1\n")
    guard case .judgments(let judgments) = try EvaluationFile(path: folder.path).content else {
      Issue.record("no judgments")
      return
    }
    #expect(judgments.queries == ["bread"] && judgments.grades == [[1: 1]])
  }

  @Test("the columns of TREC are read too")
  func trec() throws {
    let folder = try folder(judgments: "1\t0\ta\t1\n")
    guard case .judgments(let judgments) = try EvaluationFile(path: folder.path).content else {
      Issue.record("no judgments")
      return
    }
    #expect(judgments.grades == [[0: 1]])
  }

  @Test("what does not fit is refused with its line")
  func refused() throws {
    let unknown = try folder(judgments: "1\ta\t2\n9\ta\t1\n")
    #expect(
      throws: EvaluationFileError.judgment(
        path: unknown.file("qrels.tsv"), line: 2, query: "9", document: "a")
    ) { try EvaluationFile(path: unknown.path) }
    let score = try folder(judgments: "1\ta\tgood\n")
    #expect(
      throws: EvaluationFileError.score(path: score.file("qrels.tsv"), line: 1, found: "good")
    ) { try EvaluationFile(path: score.path) }
    let short = try folder(docs: "a\n")
    #expect(
      throws: EvaluationFileError.fields(
        path: short.file("docs.tsv"), line: 1, expected: 2, found: 1)
    ) { try EvaluationFile(path: short.path) }
    let twice = try folder(docs: "a\tx\na\ty\n")
    #expect(throws: EvaluationFileError.self) { try EvaluationFile(path: twice.path) }
    let nothing = try folder(judgments: "1\ta\t0\n")
    #expect(throws: EvaluationFileError.empty(path: nothing.path)) {
      try EvaluationFile(path: nothing.path)
    }
  }

  @Test("vectors rank documents by their cosines")
  func cosines() throws {
    let folder = try folder()
    let file = try EvaluationFile(path: folder.path)
    let evaluator = Evaluator(pool: WorkerPool(threads: 2))
    let evaluation = try evaluator.evaluate(file, with: LetterEmbedder())
    #expect(evaluation.examples.count == 2)
    #expect(evaluation.result.candidates == 3)
    #expect(evaluation.result.recallAt10 == 1)
    // "bread" is found first; of "cold" both relevant documents come before "bread" or not.
    let precision = try #require(evaluation.result.meanAveragePrecision)
    #expect(precision > 0.7 && precision <= 1)
    #expect(evaluation.result.intervals["meanAveragePrecision"] != nil)
  }
}
