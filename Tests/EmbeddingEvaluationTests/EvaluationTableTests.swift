import EmbeddingEvaluation
import FileFormats
import TestSupport
import Testing

/// Tables as other programs and benchmarks write them; each one was once read wrongly.
@Suite("Tables of examples")
struct EvaluationTableTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ text: String, _ name: String = "table.tsv", as request: EvaluationRequest = .init()
  ) throws -> EvaluationFile {
    try EvaluationFile(path: folder.write(text, to: name), as: request)
  }

  private func pairs(_ file: EvaluationFile) -> [ScoredPair] {
    guard case .pairs(let pairs) = file.content else { return [] }
    return pairs
  }

  private static let scored = [
    ScoredPair(first: "a b", second: "c d", score: 4.5),
    ScoredPair(first: "e f", second: "g h", score: 2),
    ScoredPair(first: "i j", second: "k l", score: 3),
  ]

  @Test(
    "Scores are found under the names that people give them, and beside row numbers",
    arguments: [
      ("a.csv", "sentence1,sentence2,similarity_score\na b,c d,4.5\ne f,g h,2\ni j,k l,3\n"),
      ("a.csv", "sentence1,sentence2,gold_sts_score\na b,c d,4.5\ne f,g h,2\ni j,k l,3\n"),
      ("a.csv", "sentence1,sentence2,label\na b,c d,4.5\ne f,g h,2\ni j,k l,3\n"),
      ("a.csv", "id,text_a,text_b,score\n0,a b,c d,4.5\n1,e f,g h,2\n2,i j,k l,3\n"),
      ("a.csv", ",left,right,judged\n0,a b,c d,4.5\n1,e f,g h,2\n2,i j,k l,3\n"),
      ("a.csv", ",sentence1,sentence2,score\n0,a b,c d,4.5\n1,e f,g h,2\n2,i j,k l,3\n"),
      ("a.tsv", "0\ta b\tc d\t4.5\n1\te f\tg h\t2\n2\ti j\tk l\t3\n"),
      ("a.csv", "1,a b,c d,4.5\n2,e f,g h,2\n3,i j,k l,3\n"),
      ("a.csv", "\u{FEFF}a b,c d,4.5\ne f,g h,2\ni j,k l,3\n"),
      ("a.csv", "\u{FEFF}\"a b\",c d,4.5\ne f,g h,2\ni j,k l,3\n"),
      ("a.tsv", "a b\tc d\t4,5\ne f\tg h\t2,0\ni j\tk l\t3\n"),
      ("a.tsv", "\"a b\"\tc d\t4.5\ne f\t\"g h\"\t\"2\"\ni j\tk l\t3\n"),
    ])
  func scores(name: String, text: String) throws {
    let file = try read(text, name)
    #expect(file.kind == .similarity)
    #expect(pairs(file) == Self.scored)
  }

  @Test("Classes may be whole numbers, numbers with a zero behind the point, or several words")
  func classes() throws {
    for (labels, name) in [
      (["0", "1"], "digits.tsv"), (["0.0", "1.0"], "floats.tsv"),
      (["lost or stolen card", "top up"], "intents.tsv"),
    ] {
      let rows = (0..<20).map { "sentence \($0)\t\(labels[$0 % 2])\n" }.joined()
      let file = try read(rows, name)
      guard case .labeled(let test, _) = file.content else {
        Issue.record("\(file.kind) for \(name)")
        continue
      }
      #expect(test.map(\.label) == (0..<20).map { labels[$0 % 2] })
      #expect(test.first?.text == "sentence 0")
    }
  }

  @Test("Fields between tabs are unquoted as pandas quotes them, unless one is not well formed")
  func quotes() throws {
    let quoted = try read("\"say \"\"hi\"\"\"\tc d\t4.5\ne f\tg h\t2\n")
    #expect(pairs(quoted).first?.first == "say \"hi\"")
    let plain = try read("\"say hi\"\tc d\t4.5\n\"e f\tg h\t2\n")
    #expect(pairs(plain).map(\.first) == ["\"say hi\"", "\"e f"])
  }

  @Test(
    "A table is refused if a column is left unexplained",
    arguments: [
      // Only the row number is numeric.
      "0\ta b\tc d\n1\te f\tg h\n",
      "id\tleft\tright\n0\ta b\tc d\n1\te f\tg h\n",
      // What is left of row numbers after rows were dropped or shuffled, or as pandas writes floats.
      "3\ta b\tc d\n7\te f\tg h\n12\ti j\tk l\n",
      "17\ta b\tc d\n2\te f\tg h\n9\ti j\tk l\n",
      "0.0\ta b\tc d\n1.0\te f\tg h\n2.0\ti j\tk l\n",
      // Row numbers behind the texts.
      "a b\tc d\t0\ne f\tg h\t1\ni j\tk l\t2\nm n\to p\t3\nq r\ts t\t4\n",
      // Two numbers a row.
      "a b\tc d\t4.5\t7\ne f\tg h\t2\t1\n",
      "sentence1\tsentence2\tverdict\na b\tc d\tgood\ne f\tg h\tbad\n",
      "a b\tc d\thigh\ne f\tg h\tlow\n",
      // The class of a headline and its text, as in AG News.
      "3\ta b\tc d\n4\te f\tg h\n3\ti j\tk l\n1\tm n\to p\n",
      "3\ta b\tc d\n\te f\tg h\n3\ti j\tk l\n1\tm n\to p\n",
      "title\tdescription\tlabel\na b\tc d\t3\ne f\tg h\t1\ni j\tk l\t3\n",
      // An intent and how certain it is.
      (0..<20).map { "a b \($0)\t\($0 % 2 == 0 ? "play music" : "book a table")\t0.93\n" }.joined(),
      // Titles of several sentences, or classes.
      String(repeating: "a title\tc d\nthe other one\te f\n", count: 4),
      // A number that belongs to one text, or to nobody knows what.
      "a b\t0.25\nc d\t0.5\ne f\t0.25\ng h\t0.25\ni j\t0.5\nk l\t0.5\n",
      "a b\tyes\t3.2\nc d\tno\t4.1\ne f\tyes\t2.5\ng h\tno\t1.5\n",
    ])
  func unclear(text: String) throws {
    let error = #expect(throws: EvaluationFileError.self) { try read(text) }
    guard case .unclear = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(
    "Natural language inference is refused by name, with the column of its labels",
    arguments: [
      ("gold_label\tsentence1\tsentence2\ncontradiction\ta b\tc d\n", "1 (gold_label)"),
      ("gold_label\tsentence1\tsentence2\nneutral\ta b\tc d\n-\te f\tg h\n", "1 (gold_label)"),
      ("premise\thypothesis\tlabel\na b\tc d\t0\ne f\tg h\t1\ni j\tk l\t2\n", "3 (label)"),
      ("premise\thypothesis\tlabel\na b\tc d\t0\ne f\tg h\t1\n", "3 (label)"),
      ("sentence1\tsentence2\tlabel\na b\tc d\tnot_entailment\n", "3 (label)"),
      ("a b\tc d\tentailment\ne f\tg h\tneutral\n", "3"),
      (
        "{\"gold_label\": \"neutral\", \"sentence1\": \"a b\", \"sentence2\": \"c d\"}\n",
        "1 (gold_label)"
      ),
    ])
  func inference(text: String, column: String) throws {
    let error = #expect(throws: EvaluationFileError.self) { try read(text) }
    #expect(
      error?.description.hasSuffix(
        ": column \(column) has the labels of natural language inference, which is none of the kinds"
      )
        == true)
  }

  @Test(
    "JSON lines, tables with semicolons and tables in Windows-1252 are read",
    arguments: [
      (
        "a.jsonl",
        #"{"sentence1": "é b", "sentence2": "c d", "score": 4.5}"# + "\n\n"
          + #"{"score": 2, "sentence2": "g h", "sentence1": "e f"}"# + "\n"
      ),
      ("a.csv", "sentence1;sentence2;score\né b;c d;4,5\ne f;\"g h\";2\n"),
      ("a.txt", "0;é b;c d;4.5\n1;e f;g h;2\n"),
    ], [false, true])
  func otherTables(table: (name: String, text: String), isWestern: Bool) throws {
    if isWestern, table.name == "a.jsonl" { return }
    let bytes =
      isWestern ? table.text.unicodeScalars.map { UInt8($0.value) } : Array(table.text.utf8)
    let file = try EvaluationFile(path: folder.write(bytes, to: table.name))
    #expect(file.kind == .similarity)
    #expect(
      pairs(file) == [
        ScoredPair(first: "é b", second: "c d", score: 4.5),
        ScoredPair(first: "e f", second: "g h", score: 2),
      ])
  }

  @Test("Classes and chosen columns are read from JSON lines")
  func objects() throws {
    let text = (0..<6).map { #"{"n": \#($0), "text": "a b \#($0)", "label": \#($0 % 2)}"# + "\n" }
      .joined()
    let file = try read(text, "a.jsonl")
    #expect(file.kind == .classification && file.count == 6)
    #expect(
      file.summary
        == "classification, JSON lines, text in column 2 (text), class in column 3 (label)")
    let chosen = try read(
      text, "a.jsonl", as: .init(kind: .classification, columns: ["text", "n"]))
    #expect(chosen.count == 6)
    let error = #expect(throws: FileError.self) { try read(text + "no\n", "a.jsonl") }
    #expect(error?.description.hasSuffix("line 7: no JSON object") == true)
  }

  @Test(
    "What holds no examples is named",
    arguments: [
      ([0x93] + Array("NUMPY\u{1}\0".utf8), "NumPy matrix"), (Array("PAR1\n".utf8), "Parquet"),
      ([0x50, 0x4B, 0x03, 0x04], "zip archive"), (Array("[\n{}]\n".utf8), "JSON array"),
      ([0xFF, 0xFE, 0x61, 0, 0x0A, 0], "UTF-16"),
    ] as [([UInt8], String)])
  func foreign(bytes: [UInt8], name: String) throws {
    let path = try folder.write(bytes, to: "foreign.csv")
    do {
      _ = try EvaluationFile(path: path)
      Issue.record("read")
    } catch {
      #expect("\(error)".contains(name), "\(error)")
    }
  }

  @Test("A column is found by the bytes of its name")
  func columnBytes() throws {
    let text = "caf\u{E9}\tcafe\u{301}\tx\na\tb\tc d\ne\tf\tg h\n"
    for (name, texts) in [("caf\u{E9}", ["a", "e"]), ("cafe\u{301}", ["b", "f"])] {
      let file = try read(text, as: .init(kind: .retrieval, columns: [name, "x"]))
      #expect(pairs(file).map(\.first) == texts)
    }
  }

  @Test("The columns that are not clear are named")
  func unclearReasons() throws {
    let columns = #expect(throws: EvaluationFileError.self) {
      try read("0\ta b\tc d\n1\te f\tg h\n")
    }
    #expect(
      columns?.description.hasSuffix("1 has row numbers, 2 has text, 3 has text") == true)
  }

  @Test("The kind and the columns settle what is unclear, by number and by name")
  func requests() throws {
    let text = "n\tleft\tright\tx\ty\n0\ta b\tc d\t9\t4.5\n1\te f\tg h\t8\t2\n2\ti j\tk l\t7\t3\n"
    for columns in [["2", "3", "5"], ["left", "right", "y"]] {
      let request = EvaluationRequest(kind: .similarity, columns: columns)
      let file = try read(text, as: request)
      #expect(file.kind == .similarity && pairs(file) == Self.scored)
      #expect(
        file.summary
          == "similarity, tab-separated with header, texts in columns 2 (left) and 3 (right), "
          + "score in column 5 (y), scores from 2 to 4.5")
    }
    let together = try read(text, as: .init(kind: .retrieval, columns: ["2", "3"]))
    #expect(together.kind == .retrieval && together.count == 3)
    let headless = try read(
      "0\ta b\tc d\n1\te f\tg h\n", as: .init(kind: .retrieval, columns: ["2", "3"]))
    #expect(pairs(headless).map(\.first) == ["a b", "e f"])
    for columns in [["2", "3"], ["2", "3", "9"], ["2", "3", "0"], ["2", "3", "score"]] {
      let error = #expect(throws: EvaluationFileError.self) {
        try read(text, as: .init(kind: .similarity, columns: columns))
      }
      guard case .columns = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test("An object without members has no column")
  func emptyObject() throws {
    #expect(throws: EvaluationFileError.self) {
      try read("{}\n{}\n", "a.jsonl", as: .init(kind: .retrieval, columns: ["1", "2"]))
    }
  }

  @Test("A requested kind is read from the same columns, or refused")
  func requestedKind() throws {
    let text = "a b\tc d\t1\ne f\tg h\t0\n"
    #expect(try read(text).kind == .similarity)
    #expect(try read(text, as: .init(kind: .paraphrase)).kind == .paraphrase)
    #expect(throws: EvaluationFileError.self) { try read(text, as: .init(kind: .wordAnalogy)) }
  }

  @Test("Analogies are read without sections, and from a table with row numbers")
  func analogies() throws {
    let glove = "Athens Greece Oslo Norway\nOslo Norway Paris France\nParis France Athens Greece\n"
    let lines = try read(glove, "capital-common-countries.txt")
    let table = try read(
      ",a,b,c,d\n0,Athens,Greece,Oslo,Norway\n1,Oslo,Norway,Paris,France\n"
        + "2,Paris,France,Athens,Greece\n", "capitals.csv")
    for file in [lines, table] {
      guard case .analogies(let questions) = file.content else {
        Issue.record("\(file.summary)")
        continue
      }
      #expect(questions.count == 3)
      #expect(
        questions[1]
          == AnalogyQuestion(
            section: "", first: "Oslo", second: "Norway", third: "Paris", answer: "France"))
    }
    #expect(throws: EvaluationFileError.self) { try read("Once upon a time\nThere was a king\n") }
    let one = try read("cat cats dog dogs\n", "one.txt", as: .init(kind: .wordAnalogy))
    #expect(one.count == 1)
  }

  @Test("The probing tasks of SentEval have split, class and sentence")
  func sentEval() throws {
    let file = try read(
      "tr\tPAST\tthe cat sat\nva\tPRES\ta cat sits\nte\tPAST\the ran\nte\tPRES\the runs now\n")
    guard case .labeled(let test, let training) = file.content else {
      Issue.record("\(file.summary)")
      return
    }
    #expect(
      test == [
        LabeledText(label: "PAST", text: "he ran"), LabeledText(label: "PRES", text: "he runs now"),
      ])
    #expect(training.map(\.label) == ["PAST", "PRES"] && training[0].text == "the cat sat")
  }

  @Test("few rows of CoLA and of GloVe's analogies are enough")
  func fewRows() throws {
    let rows = [
      "gj04\t1\t\tThe soup was hot.", "gj04\t0\t*\tSoup the hot was.", "cj99\t1\t\tHe ran.",
      "r-67\t1\t\tThey fell.",
    ]
    for count in 2...4 {
      let file = try read(rows.prefix(count).map { $0 + "\n" }.joined())
      #expect(file.kind == .classification && file.count == count)
    }
    let lines = ["Athens Greece Baghdad Iraq", "Athens Greece Bangkok Thailand"]
    let file = try read(lines.map { $0 + "\n" }.joined(), "capitals.txt")
    #expect(file.kind == .wordAnalogy && file.count == 2)
    // Without a pair that comes back, or with a word of two partners, it could be anything.
    for text in ["a b c d\ne f g h\n", "DESC what is it\nDESC what is that\n"] {
      #expect(throws: EvaluationFileError.self) { try read(text, "unclear.txt") }
      #expect(try read(text, "told.txt", as: .init(kind: .wordAnalogy)).count == 2)
    }
  }

  @Test("the first words of notes are no classes")
  func notes() throws {
    let starts = ["The", "I", "My sister", "We", "the"]
    let notes = (0..<40).map { number in
      "\(starts[number % 5]) saw the \(["dog", "ship", "moon"][number % 3]) and I told my friend that we go."
    }
    for kind in [nil, EvaluationKind.classification] {
      #expect(throws: EvaluationFileError.self) {
        try read(notes.joined(separator: "\n"), "notes.txt", as: .init(kind: kind))
      }
    }
    // Classes that some text mentions are still classes.
    let reviews = (0..<40).map { "\($0 % 2 == 0 ? "positive" : "negative") film \($0) was long" }
    let file = try read((reviews + ["positive a negative one"]).joined(separator: "\n"), "r.txt")
    #expect(file.kind == .classification && file.count == 41)
  }

  @Test("SimVerb has the score in the fourth of five columns, and BATS none")
  func words() throws {
    let rows = [("take", "remove", 6.81), ("walk", "trail", 4.81), ("feed", "starve", 1.49)].map {
      ($0.0, $0.1, $0.2, "SYNONYMS")
    }
    let file = try read(rows.map { "\($0.0)\t\($0.1)\tV\t\($0.2)\t\($0.3)\n" }.joined())
    #expect(file.kind == .wordSimilarity)
    #expect(pairs(file).map(\.score) == [6.81, 4.81, 1.49] && pairs(file)[0].second == "remove")
    let pairs = "album\talbums\nape\tapes/monkeys\n"
    let error = #expect(throws: EvaluationFileError.self) { try read(pairs) }
    #expect(error?.description.contains("BATS") == true)
    #expect(try read(pairs, as: .init(kind: .retrieval, columns: ["1", "2"])).count == 2)
  }

  @Test("JSON lines may begin with empty lines")
  func emptyStart() throws {
    let file = try read(
      "\n \n{\"a\": \"x y\", \"b\": \"z\", \"s\": 1}\n{\"a\": \"v w\", \"b\": \"u\", \"s\": 2}\n",
      "e.jsonl")
    #expect(file.kind == .similarity && file.count == 2)
  }

  @Test("CoLA has the judgment in the second of four columns")
  func cola() throws {
    let rows = [
      "gj04\t1\t\tThe soup was hot.", "gj04\t0\t*\tSoup the hot was.", "cj99\t1\t\tHe ran.",
      "cj99\t1\t\tShe runs fast.", "cj99\t0\t*\tHe run.", "cj99\t1\t\tThey run.",
    ]
    let file = try read(rows.joined(separator: "\n"), "dev.tsv")
    guard case .labeled(let test, let training) = file.content else {
      Issue.record("\(file.summary)")
      return
    }
    #expect(test.count == 6 && training.isEmpty)
    #expect(test[0] == LabeledText(label: "1", text: "The soup was hot."))
    #expect(test[4] == LabeledText(label: "0", text: "He run."))
  }

  @Test("A row that is too short among the first is named, and not the good first one")
  func shortRow() throws {
    let path = try folder.write(
      String(repeating: "a b\tc d\t1.5\n", count: 20) + "e f\tg h\n", to: "short.tsv")
    #expect(throws: EvaluationFileError.fields(path: path, line: 21, expected: 3, found: 2)) {
      try EvaluationFile(path: path)
    }
  }

  @Test("Rows left out and the scale are part of what is said about a file")
  func summary() throws {
    let file = try read("a b\tc d\t5\ne f\tg h\t\ni j\tk l\t0.5\n")
    #expect(
      file.summary
        == "similarity, tab-separated, texts in columns 1 and 2, score in column 3, "
        + "scores from 0.5 to 5, 1 row without score left out")
  }
}
