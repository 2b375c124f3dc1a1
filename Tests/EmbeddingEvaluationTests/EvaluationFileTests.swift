import EmbeddingEvaluation
import FileFormats
import Foundation
import TestSupport
import Testing

@Suite("Readers of evaluation files")
struct EvaluationFileTests {
  private func pairs(_ name: String, _ text: String) throws -> (EvaluationKind, [ScoredPair]) {
    let folder = try TemporaryFolder()
    let file = try withExtendedLifetime(folder) {
      try EvaluationFile(path: $0.write(text, to: name))
    }
    guard case .pairs(let pairs) = file.content else {
      Issue.record("\(name) holds no pairs")
      return (file.kind, [])
    }
    return (file.kind, pairs)
  }

  @Test(
    "Pairs of sentences are found in every published form",
    arguments: [
      // STS-B as csv without header, quoted where needed, CRLF.
      ("dev.csv", "\"A, b.\",c d.,5.0\r\n\"A \"\"b\"\".\",c d.,2.5\r\n"),
      // STS-B as first published, with one and with two sources behind.
      (
        "sts-dev.csv",
        "main-news\tMSRpar\t2012\t0001\t5.000\tA, b.\tc d.\n"
          + "main-news\tMSRpar\t2012\t0002\t2.500\tA \"b\".\tc d.\tx\ty\n"
      ),
      // SICK.
      (
        "SICK.txt",
        "pair_ID\tsentence_A\tsentence_B\trelatedness_score\tentailment_judgment\n"
          + "1\tA, b.\tc d.\t5.0\tNEUTRAL\n2\tA \"b\".\tc d.\t2.5\tNEUTRAL\n"
      ),
      // STS 2012: unbalanced quotes mean nothing between tabs.
      ("2012.tsv", "5.000\tA, b.\tc d.\n2.500\tA \"b\".\tc d.\n"),
      ("generic.tsv", "A, b.\tc d.\t5\nA \"b\".\tc d.\t2.5\n"),
      ("named.tsv", "one\tother\tjudged\nA, b.\tc d.\t5\nA \"b\".\tc d.\t2.5\n"),
      ("bom.tsv", "\u{FEFF}sentence1\tsentence2\tscore\nA, b.\tc d.\t5\nA \"b\".\tc d.\t2.5\n"),
    ])
  func similarity(name: String, text: String) throws {
    let (kind, found) = try pairs(name, text)
    #expect(kind == .similarity)
    #expect(
      found == [
        ScoredPair(first: "A, b.", second: "c d.", score: 5),
        ScoredPair(first: "A \"b\".", second: "c d.", score: 2.5),
      ])
  }

  @Test("Scores in a file of their own are joined, and pairs without score are counted")
  func scoreFile() throws {
    let folder = try TemporaryFolder()
    let scores = try folder.write("4.2\n\n1\n", to: "STS.gs.news.txt")
    let input = try folder.write("a b\tc\nd\te\nf\tg h\n", to: "STS.input.news.txt")
    for path in [scores, input] {
      let file = try EvaluationFile(path: path)
      #expect(file.kind == .similarity && file.unscored == 1 && file.count == 2)
      guard case .pairs(let pairs) = file.content else { continue }
      #expect(pairs.last == ScoredPair(first: "f", second: "g h", score: 1))
    }
    try folder.write("4.2\n1\n", to: "STS.gs.news.txt")
    #expect(
      throws: EvaluationFileError.lengths(path: input, lines: 3, other: scores, otherLines: 2)
    ) { try EvaluationFile(path: input) }
  }

  @Test(
    "Pairs of words are found with and without header, between tabs, spaces and commas",
    arguments: [
      ("simlex.txt", "old\tnew\t1.5\nsmart\tclever\t9\n"),
      ("men.txt", "old new 1.5\nsmart clever 9\n"),
      ("ws.csv", "Word 1,Word 2,Human (mean)\nold,new,1.5\nsmart,clever,9\n"),
      ("ws.tab", "Word 1\tWord 2\tHuman (mean)\r\nold\tnew\t1.5\r\nsmart\tclever\t9\r\n"),
      ("full.txt", "word1\tword2\tPOS\tSimLex999\nold\tnew\tA\t1.5\nsmart\tclever\tA\t9\n"),
    ])
  func words(name: String, text: String) throws {
    let (kind, found) = try pairs(name, text)
    #expect(kind == .wordSimilarity)
    #expect(
      found == [
        ScoredPair(first: "old", second: "new", score: 1.5),
        ScoredPair(first: "smart", second: "clever", score: 9),
      ])
  }

  @Test("Paraphrases and pairs without score are told apart")
  func otherPairs() throws {
    let (paraphrase, judged) = try pairs(
      "msr.tsv",
      "\u{FEFF}Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\r\n1\t7\t8\ta b\tc d\r\n0\t9\t8\te f\tg\r\n"
    )
    #expect(paraphrase == .paraphrase)
    #expect(judged.map(\.score) == [1, 0] && judged[1].first == "e f")
    let (retrieval, together) = try pairs("faq.tsv", "how much\tten\nhow far\tone mile\n")
    #expect(retrieval == .retrieval)
    #expect(together[1] == ScoredPair(first: "how far", second: "one mile", score: 1))
  }

  @Test("Analogies keep their sections")
  func analogies() throws {
    let folder = try TemporaryFolder()
    let text = ": capitals\nAthens Greece Oslo Norway\n: plural\ncat cats  dog dogs\n"
    let file = try EvaluationFile(path: folder.write(text, to: "questions.txt"))
    guard case .analogies(let questions) = file.content else {
      Issue.record("no analogies")
      return
    }
    #expect(file.kind == .wordAnalogy && questions.count == 2)
    #expect(
      questions[1]
        == AnalogyQuestion(
          section: "plural", first: "cat", second: "cats", third: "dog", answer: "dogs"))
  }

  @Test(
    "Labels are found before and after the text",
    arguments: [
      "good\ta fine film\nbad\tnot so\ngood\tx y\nbad\tno , no\ngood\tyes\nbad\tdull plot\n",
      "a fine film\tgood\nnot so\tbad\nx y\tgood\nno , no\tbad\nyes\tgood\ndull plot\tbad\n",
      "sentence\tlabel\na fine film\tgood\nnot so\tbad\nx y\tgood\nno , no\tbad\nyes\tgood\n"
        + "dull plot\tbad\n",
      "good:x a fine film\nbad:y not so\ngood:x x y\nbad:y no , no\ngood:x yes\nbad:y dull plot\n",
    ])
  func classes(text: String) throws {
    let folder = try TemporaryFolder()
    let file = try EvaluationFile(path: folder.write(text, to: "film.txt"))
    guard case .labeled(let test, let training) = file.content else {
      Issue.record("no classes in \(text)")
      return
    }
    #expect(file.kind == .classification && training.isEmpty && test.count == 6)
    #expect(test[3] == LabeledText(label: "bad", text: "no , no"))
    #expect(file.sentences.count == 6)
  }

  @Test("Latin-1 is read where a line is no UTF-8")
  func latin1() throws {
    let folder = try TemporaryFolder()
    var data = Data("HUM:ind Who is Ren".utf8)
    data += [0xE9, 0x0A]
    data += Data("LOC:city Where is Bergen\n".utf8)
    data += Data("HUM:ind Who am I\nLOC:city Where are we\nHUM:x Who\nLOC:x Where\n".utf8)
    let file = try EvaluationFile(path: folder.write(data, to: "TREC.test"))
    guard case .labeled(let test, _) = file.content else {
      Issue.record("no classes")
      return
    }
    #expect(test[0] == LabeledText(label: "HUM", text: "Who is René"))
  }

  @Test("A folder of sentences and classes has what its parts have")
  func folders() throws {
    let folder = try TemporaryFolder()
    for (part, lines) in [("train", 3), ("test", 2)] {
      try folder.write(String(repeating: "play it \n", count: lines), to: "\(part)/seq.in")
      try folder.write(String(repeating: "Play\n", count: lines), to: "\(part)/label")
    }
    guard case .labeled(let test, let training) = try EvaluationFile(path: folder.path).content
    else {
      Issue.record("no classes")
      return
    }
    #expect(test == Array(repeating: LabeledText(label: "Play", text: "play it"), count: 2))
    #expect(training.count == 3)
    let part = try EvaluationFile(path: folder.path + "/train")
    #expect(part.count == 3)
    #expect(try EvaluationFile(path: folder.path + "/train/label").count == 3)
    try folder.write("Play\n", to: "train/label")
    #expect(throws: EvaluationFileError.self) { try EvaluationFile(path: folder.path) }
  }

  @Test("Mistakes are reported with their line")
  func errors() throws {
    let folder = try TemporaryFolder()
    let many = String(repeating: "1.5\ta b\tc d\n", count: 1_000)
    let short = try folder.write(many + "2.5\tonly one\n", to: "short.tsv")
    #expect(
      throws: EvaluationFileError.fields(path: short, line: 1_001, expected: 3, found: 2)
    ) { try EvaluationFile(path: short) }
    let odd = try folder.write(many + "x\ta b\tc d\n", to: "odd.tsv")
    #expect(throws: EvaluationFileError.score(path: odd, line: 1_001, found: "x")) {
      try EvaluationFile(path: odd)
    }
    let empty = try folder.write("\n\n", to: "empty.tsv")
    #expect(throws: EvaluationFileError.empty(path: empty)) { try EvaluationFile(path: empty) }
    let prose = try folder.write("Once upon a time.\nThere was.\n", to: "prose.txt")
    #expect(throws: EvaluationFileError.self) { try EvaluationFile(path: prose) }
    #expect(throws: FileError.notFound(path: folder.path + "/none")) {
      try EvaluationFile(path: folder.path + "/none")
    }
    let broken = try folder.write(": s\na b c d\na b c\n", to: "broken.txt")
    #expect(throws: EvaluationFileError.fields(path: broken, line: 3, expected: 4, found: 3)) {
      try EvaluationFile(path: broken)
    }
  }
}
