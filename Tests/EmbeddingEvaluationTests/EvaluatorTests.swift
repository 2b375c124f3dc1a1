import EmbeddingEvaluation
import SentenceEmbedding
import TensorKit
import TestSupport
import Testing

@Suite("Evaluator")
struct EvaluatorTests {
  private let evaluator = Evaluator(
    bootstrap: Bootstrap(resamples: 50), pool: WorkerPool(threads: 2))

  private func file(
    _ name: String, _ text: String, as request: EvaluationRequest = .init()
  ) throws -> EvaluationFile {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) {
      try EvaluationFile(path: $0.write(text, to: name), as: request)
    }
  }

  /// Pairs of single words are not taken for anything unless their kind is named.
  private static let together = EvaluationRequest(kind: .retrieval, columns: ["1", "2"])

  @Test("Similarities correlate with scores that follow them")
  func similarity() throws {
    let rows = [
      "5.0\taab\taab", "4.0\taab\tabb", "3.0\taab\tabbc", "2.0\taab\tbbcc", "1.0\taab\tbccc",
      "0.0\taab\tccc",
    ]
    let found = try evaluator.evaluate(
      file("s.tsv", rows.joined(separator: "\n")), with: LetterEmbedder())
    #expect(abs((found.result.spearman ?? 0) - 1) < 1e-12)
    #expect(found.result.pairs == 6)
    #expect(found.result.intervals["spearman"] != nil && found.result.intervals["pearson"] != nil)
    #expect(found.examples[0] == 1 && found.examples[5] == 0)

    let other = try evaluator.evaluate(
      file("s.tsv", rows.joined(separator: "\n")), with: LengthEmbedder())
    #expect(other.result.spearman == nil)
    let bootstrap = Bootstrap(resamples: 50)
    #expect(
      found.difference(from: other, bootstrap: bootstrap, pool: evaluator.pool) == nil)
    let same = found.difference(from: found, bootstrap: bootstrap, pool: evaluator.pool)
    #expect(same?.difference == 0)
  }

  @Test("Paraphrases are told apart by a threshold")
  func paraphrase() throws {
    let found = try evaluator.evaluate(
      file(
        "p.tsv",
        "quality\tsentence1\tsentence2\n1\taab\taab\n1\taab\tabb\n0\taab\tccb\n1\taab\tcab\n0\ta\tc\n"
      ),
      with: LetterEmbedder()
    ).result
    #expect(found.accuracy == 1 && found.f1 == 1)
    #expect(abs((found.averagePrecision ?? 0) - 1) < 1e-12)
  }

  @Test("The right answer is ranked among all")
  func retrieval() throws {
    let found = try evaluator.evaluate(
      file("r.tsv", "aab\taab\nbbb\tbbbc\naac\tcc\nxy\tcc\n", as: Self.together),
      with: LetterEmbedder())
    // `aab` is nearest to itself, `bbb` to `bbbc`; `aac` is nearer to `aab`, `xy` to none.
    #expect(found.examples[0] == 1 && found.examples[1] == 1 && found.examples[2] == 0.5)
    #expect(found.examples[3] == 1.0 / 3)
    #expect(found.result.candidates == 3 && found.result.recallAt1 == 0.5)
    #expect(found.result.recallAt5 == 1)
  }

  @Test("Answers that look alike but have different bytes are two candidates")
  func alikeAnswers() throws {
    let found = try evaluator.evaluate(
      file("r.tsv", "aab\tcaf\u{E9}\nbbb\tcafe\u{301}\n", as: Self.together),
      with: LetterEmbedder())
    #expect(found.result.candidates == 2)
  }

  @Test("Analogies take words by their bytes")
  func alikeWords() throws {
    // The Kelvin sign is the farther word; as a String it equals the letter.
    let table = WordTable(entries: [
      ("a", [1, 0]), ("b", [1, 1]), ("c", [0, 1]), ("\u{212A}", [-1, -1]), ("K", [0, 1]),
    ])
    let found = try evaluator.evaluate(
      file("questions.txt", ": letters\na b c K\n"), with: table)
    #expect(found.result.accuracy == 1)
  }

  @Test("Classes that differ in their letters are learned")
  func classification() throws {
    let texts =
      (0..<20).map { "vowel\t\(String(repeating: "ae", count: 1 + $0 % 4)) i" }
      + (0..<20).map { "other\t\(String(repeating: "rt", count: 1 + $0 % 4)) s" }
    let crossed = try evaluator.evaluate(
      file("c.tsv", texts.joined(separator: "\n")), with: LetterEmbedder()
    ).result
    #expect(crossed.accuracy == 1 && crossed.f1 == 1 && crossed.folds == 10)
    #expect(crossed.classes == 2 && crossed.majority == 0.5)
    let trained = try evaluator.evaluate(
      file(
        "t.tsv", "vowel\taei x\nother\trts x\nvowel\tia x\nother\tst x\nvowel\te x\nother\ttt x\n"),
      with: LetterEmbedder(), training: file("c.tsv", texts.joined(separator: "\n"))
    ).result
    #expect(trained.accuracy == 1 && trained.folds == nil)
    // Classes are their bytes: one letter in two ways of writing is two names.
    let accents = texts.joined(separator: "\n").replacing("vowel", with: "\u{E9}")
      .replacing("other", with: "e\u{301}")
    let canonical = try evaluator.evaluate(file("e.tsv", accents), with: LetterEmbedder()).result
    #expect(canonical.accuracy == 1 && canonical.classes == 2)
    #expect(throws: EvaluationFileError.self) {
      try evaluator.evaluate(
        file("u.tsv", "a\tx y\na\tz y\na\tw y\n"), with: LetterEmbedder())
    }
  }

  @Test("Words that are missing are left out and counted; capitals do not matter")
  func words() throws {
    let table = WordTable(entries: [
      ("king", [1, 1]), ("queen", [1, 0.9]), ("oslo", [0, 1]), ("norway", [0.3, 1]),
    ])
    let found = try evaluator.evaluate(
      file("w.txt", "king queen 9\nOslo norway 8\nking norway 3\nking oslo 2\nking rook 1\n"),
      with: table)
    #expect(found.result.outOfVocabulary == 1 && found.result.pairs == 4)
    #expect(found.result.spearman == 1)
    #expect(throws: EvaluationError.self) {
      try evaluator.evaluate(file("w.txt", "a b 9\nc d 8\n"), with: table)
    }
    #expect(throws: EvaluationError.self) {
      try evaluator.evaluate(file("w.txt", "king queen 9\nking oslo 1\n"), with: LetterEmbedder())
    }
  }

  @Test("Analogies are answered by the nearest word that the question lacks")
  func analogies() throws {
    // Country and capital differ by the same step; `decoy` lies nearest to a word of the question.
    let table = WordTable(entries: [
      ("athens", [1, 0, 0, 0.2]), ("greece", [1, 0, 1, 0.2]), ("oslo", [0, 1, 0, 0.2]),
      ("norway", [0, 1, 1, 0.2]), ("decoy", [0, 1, 0, 0.3]), ("rome", [0.7, 0.7, 0, 0]),
    ])
    let text =
      ": capitals\nAthens Greece Oslo Norway\nAthens Greece Oslo Rome\n"
      + "Athens Greece Paris France\n: back\ngreece athens norway oslo\n"
    let found = try evaluator.evaluate(file("q.txt", text), with: table).result
    #expect(found.pairs == 3 && found.outOfVocabulary == 1)
    #expect(found.sections?.map(\.name) == ["capitals", "back"])
    #expect(found.sections?.map(\.questions) == [2, 1])
    #expect(found.sections?[0].accuracy == 0.5)
  }

  @Test("Several tasks get from one evaluator what one task gets")
  func severalTasks() async throws {
    let rows = (0..<40).map { "\($0 % 6).0\t\(String(repeating: "ab", count: 1 + $0 % 5))\tb" }
    let texts = (0..<40).map { $0 % 2 == 0 ? "vowel\tae i\($0)" : "other\trt s\($0)" }
    let files = [
      try file("s.tsv", rows.joined(separator: "\n")),
      try file("c.tsv", texts.joined(separator: "\n")),
      try file("r.tsv", "aab\taab\nbbb\tbbbc\naac\tcc\nxy\tcc\n", as: Self.together),
    ]
    let evaluator = Evaluator(bootstrap: Bootstrap(resamples: 50), pool: WorkerPool(threads: 2))
    let expected = try files.map { try evaluator.evaluate($0, with: LetterEmbedder()).examples }
    try await withThrowingTaskGroup(of: (Int, [Double]).self) { group in
      for task in 0..<24 {
        group.addTask {
          let file = files[task % files.count]
          return (task % files.count, try evaluator.evaluate(file, with: LetterEmbedder()).examples)
        }
      }
      for try await (number, examples) in group { #expect(examples == expected[number]) }
    }
  }

  @Test("The geometry of a round cloud and of a narrow cone")
  func geometry() throws {
    let round = Matrix(rows: 300, columns: 8)
    let cone = Matrix(rows: 300, columns: 8)
    for row in 0..<300 {
      var random = RandomStream(seed: 4, purpose: .testData, item: UInt64(row))
      for column in 0..<8 {
        round[row, column] = random.normal()
        cone[row, column] = 10 + round[row, column] * (column == 0 ? 1 : 0.01)
      }
    }
    let first = try GeometryReport(of: round, pairs: 2_000, pool: evaluator.pool)
    #expect(abs(first.meanCosine) < 0.03)
    #expect(first.effectiveDimension > 7 && first.effectiveDimension <= 8)
    #expect(first.cosinePercentiles.map(\.percent) == [1, 5, 25, 50, 75, 95, 99])
    #expect(first.cosinePercentiles.map(\.value) == first.cosinePercentiles.map(\.value).sorted())
    let second = try GeometryReport(of: cone, pairs: 2_000, pool: evaluator.pool)
    #expect(second.meanCosine > 0.9)
    #expect(second.effectiveDimension < 1.1)
    let again = try GeometryReport(of: round, pairs: 2_000, pool: WorkerPool(threads: 1))
    #expect(again == first)
  }

  @Test("One vector that is everyone's neighbor makes a hub")
  func hubness() throws {
    // Forty orthogonal vectors, each nearer to their mean than to each other.
    let star = Matrix(rows: 41, columns: 40)
    for row in 0..<40 {
      star[row, row] = 1
      star[40, row] = 1
    }
    let report = try GeometryReport(of: star, pairs: 100, pool: evaluator.pool)
    #expect(report.hubness > 1)
  }

  @Test(
    "A probing task of thousands of lines has the classes of its second column and ends soon",
    .timeLimit(.minutes(1)))
  func probing() throws {
    let rows = (0..<2_599).map { number in
      let isPast = number % 2 == 0
      return "\(number % 3 == 0 ? "te" : "tr")\t\(isPast ? "PAST" : "PRES")\t"
        + "the \(isPast ? "aa" : "cc") saw \(1 + number % 7) boats \(isPast ? "aa" : "cc") .\n"
    }
    let found = try evaluator.evaluate(file("tense.txt", rows.joined()), with: LetterEmbedder())
    #expect(found.result.classes == 2 && found.result.accuracy == 1)
  }
}
