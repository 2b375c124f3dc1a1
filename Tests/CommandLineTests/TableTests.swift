import Foundation
import TestSupport
import Testing

/// Corpora in tables, and files of other tools where a text is expected.
@Suite("Tables and foreign files on the command line")
struct TableTests {
  /// The corpus of the tiny model as tables that hold the same sentences.
  private static let tables: [(name: String, text: String)] = {
    let lines = TinyModel.corpus.split(separator: "\n")
    return [
      (
        "c.csv",
        "id;text\n" + lines.enumerated().map { "\($0.offset);\"\($0.element)\"\n" }.joined()
      ),
      ("c.tsv", "id\ttext\n" + lines.map { "1\t\($0)\n" }.joined()),
      ("c.jsonl", lines.map { "{\"id\": 1, \"text\": \"\($0)\"}\n" }.joined()),
    ]
  }()

  private func run(
    _ arguments: [String], in folder: TemporaryFolder
  ) throws -> Binary.Outcome {
    let outcome = try Binary.run(arguments, in: folder)
    try #require(outcome.status == 0, "\(outcome)")
    return outcome
  }

  @Test("a header that is read as a row is noticed, and a first row of text is not")
  func header() throws {
    let folder = try TinyModel.copy()
    try folder.write("id,text\n1,the cat sees bread .\n", to: "h.csv")
    try folder.write("ham,the cat sees bread .\nspam,bread\n", to: "r.csv")
    let embed = ["embed", "--model", "tiny.textae", "--output", "-", "--format", "tsv"]
    let number = try run(embed + ["h.csv", "--text-column", "2"], in: folder)
    #expect(number.errors.contains("looks like a header"), "\(number)")
    #expect(number.errors.contains("--text-column text leaves it out"), "\(number)")
    for (file, column) in [("h.csv", "text"), ("r.csv", "2")] {
      let outcome = try run(embed + [file, "--text-column", column], in: folder)
      #expect(!outcome.errors.contains("header"), "\(outcome)")
    }
  }

  @Test("notes without classes are not taken for labeled examples")
  func notes() throws {
    let folder = try TinyModel.copy()
    for command in [
      ["evaluate", "--model", "tiny.textae", "corpus.txt"],
      ["classify", "train", "corpus.txt", "--model", "tiny.textae", "--output", "c.classifier"],
    ] {
      let outcome = try Binary.run(command, in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains("not recognized"), "\(outcome)")
    }
  }

  @Test("a column gives the same vocabulary, models, vectors and index as the lines")
  func columns() throws {
    let folder = try TinyModel.copy()
    let column = ["--text-column", "text"]
    for (name, text) in Self.tables { try folder.write(text, to: name) }
    let plain = try run(
      ["embed", "--model", "tiny.textae", "corpus.txt", "--output", "-", "--format", "tsv"],
      in: folder)
    for (name, _) in Self.tables {
      let vectors = try run(
        ["embed", "--model", "tiny.textae", name, "--output", "-", "--format", "tsv"] + column,
        in: folder)
      #expect(vectors.output == plain.output, "\(name)")
      _ = try run(
        ["vocab", "build", name, "--tokenizer-model", "word", "--output", name + ".json"] + column,
        in: folder)
      #expect(try folder.read(name + ".json") == folder.read("words.json"), "\(name)")
    }
    _ = try run(
      ["train", "c.csv", "--output", "table.textae", "--epochs", "2"] + TinyModel.training + column,
      in: folder)
    #expect(
      try folder.read("table.textae/model.safetensors")
        == folder.read("tiny.textae/model.safetensors"))
    let built = ["index", "build", "--model", "tiny.textae", "--output"]
    _ = try run(built + ["a.index", "corpus.txt"], in: folder)
    _ = try run(built + ["b.index", "c.jsonl"] + column, in: folder)
    func search(_ index: String) throws -> String {
      try run(["search", "--index", index, "--count", "5", "the cat sees bread ."], in: folder).text
    }
    // The other column stands behind each sentence.
    #expect(try search("b.index") == search("a.index").replacing("\n", with: "\tid=1\n"))
    for (command, rest) in [
      ("skipgram", TinyWords.training + ["--threads", "1"]), ("lsa", ["--dimension", "4"]),
    ] {
      _ = try run([command, "corpus.txt", "--output", "plain.\(command)"] + rest, in: folder)
      _ = try run([command, "c.tsv", "--output", "table.\(command)"] + rest + column, in: folder)
      #expect(
        try folder.read("plain.\(command)/model.safetensors")
          == folder.read("table.\(command)/model.safetensors"))
    }
  }

  @Test("bad rows stop a command, or are left out and counted once")
  func badRows() throws {
    let folder = try TemporaryFolder()
    try folder.write("n,text\n1,the cat\n2\n3,the dog\n", to: "c.csv")
    let command = ["vocab", "build", "c.csv", "--tokenizer-model", "word", "--text-column", "text"]
    let refused = try Binary.run(command + ["--output", "a.json"], in: folder)
    #expect(refused.status == 65 && refused.errors.contains("c.csv, line 3"), "\(refused)")
    #expect(refused.errors.contains("--skip-bad-rows"))
    let read = try run(command + ["--output", "a.json", "--skip-bad-rows"], in: folder)
    #expect(read.errors.components(separatedBy: "are left out: 1").count == 2, "\(read)")
    let alone = try Binary.run(
      ["vocab", "build", "c.csv", "--skip-bad-rows", "--output", "b.json"], in: folder)
    #expect(alone.status == 64, "\(alone)")
  }

  @Test("a bad row of vectors stops a command, or is left out and counted")
  func badVectors() throws {
    let folder = try TemporaryFolder()
    try folder.write("a 1 2\nb 1 nan\nc 2 1\n", to: "v.vec")
    let build = ["index", "build", "--vectors", "v.vec", "--output", "v.index"]
    let refused = try Binary.run(build, in: folder)
    #expect(refused.status == 65 && refused.errors.contains("--skip-bad-rows"), "\(refused)")
    let built = try run(build + ["--skip-bad-rows"], in: folder)
    #expect(
      built.errors.contains("left out: 1; the first is line 2, number 2 of the vector is NaN"))
    #expect(built.errors.contains("v.index: 2 vectors"))
    _ = try run(
      ["export", "--model", "v.vec", "--skip-bad-rows", "--output", "mended.vec"], in: folder)
    let mended = String(decoding: try folder.read("mended.vec"), as: UTF8.self)
    #expect(mended == "2 2\na 1.0 2.0\nc 2.0 1.0\n")
    try folder.write("x\ny\n", to: "names.txt")
    let moved = try Binary.run(build + ["--skip-bad-rows", "names.txt", "--overwrite"], in: folder)
    #expect(moved.status == 64, "\(moved)")
  }

  @Test("compressed data in a pipe is named with the cure", arguments: ["embed", "train", "vocab"])
  func pipes(command: String) throws {
    let folder = try TinyModel.copy()
    let rest =
      switch command {
      case "embed": "embed --model tiny.textae - --output x.npy"
      case "train": "train - --output x.textae"
      default: "vocab build - --output x.json"
      }
    let outcome = try Binary.shell("gzip -c corpus.txt | cat | \"$textae\" \(rest)", in: folder)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(
      outcome.errors.contains("gzip, in a pipe; pass it through gzip -dc first"), "\(outcome)")
    #expect(try folder.names.filter { $0.hasPrefix("x") }.isEmpty)
  }

  @Test("a table that is read line by line is warned of")
  func forgottenColumn() throws {
    let folder = try TinyModel.copy()
    for (name, text) in Self.tables { try folder.write(text, to: name) }
    for (name, _) in Self.tables {
      let command = ["embed", "--model", "tiny.textae", name, "--output", name + ".npy"]
      let plain = try run(command, in: folder)
      #expect(plain.errors.contains("\(name) looks like a table"), "\(plain)")
      #expect(plain.errors.contains("--text-column"))
      let read = try run(command + ["--overwrite", "--text-column", "text"], in: folder)
      #expect(!read.errors.contains("looks like a table"), "\(read)")
    }
    let lines = try run(
      ["embed", "--model", "tiny.textae", "corpus.txt", "--output", "x.npy"], in: folder)
    #expect(!lines.errors.contains("looks like a table"))
  }

  @Test("what is no table in UTF-8 is named with the way to convert it")
  func foreignTables() throws {
    let folder = try TemporaryFolder()
    try folder.write("[{\"text\": \"a b\"}]\n", to: "a.json")
    try folder.write([0xFF, 0xFE] + "text\na b\n".utf16.flatMap { [UInt8($0), 0] }, to: "b.csv")
    for (name, reason, advice) in [
      ("a.json", "is a JSON array, and not a table", "jq -c '.[]'"),
      ("b.csv", "is a text in UTF-16 or UTF-32, and not a table in UTF-8", "iconv -f UTF-16"),
    ] {
      for command in [
        ["vocab", "build", name, "--output", "o.json", "--text-column", "text"],
        ["train", name, "--output", "o.textae", "--text-column", "text"],
      ] {
        let outcome = try Binary.run(command, in: folder)
        #expect(outcome.status == 65 && outcome.errors.contains(reason), "\(outcome)")
        #expect(outcome.errors.contains(advice), "\(outcome)")
      }
    }
    let plain = try Binary.run(["train", "b.csv", "--output", "o.textae"], in: folder)
    #expect(plain.status == 65 && plain.errors.contains("iconv -f UTF-16"), "\(plain)")
  }

  @Test(
    "messages about standard input call it that",
    arguments: ["train", "skipgram", "lsa"])
  func standardInput(command: String) throws {
    let folder = try TemporaryFolder()
    for (text, column, reason) in [
      ("fine\\nbroken \\303(\\n", "", "textae: standard input, line 2: not valid UTF-8"),
      ("a,text\\n1,x\\n2\\n", "--text-column text", "standard input, line 3: 1 fields"),
      ("", "", "standard input: no"),
    ] {
      let outcome = try Binary.shell(
        "printf '\(text)' | \"$textae\" \(command) - --output o.\(command) \(column)", in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains(reason), "\(outcome)")
      #expect(!outcome.errors.contains(".stdin"), "\(outcome)")
    }
  }

  @Test("a corpus on one line is told, with what to do")
  func oneLine() throws {
    let folder = try TemporaryFolder()
    let text = TinyModel.corpus.replacing("\n", with: " ")
    try folder.write(text, to: "text8")
    let trained = try run(
      ["train", "text8", "--output", "o.textae", "--epochs", "1"] + TinyModel.training, in: folder)
    #expect(trained.errors.contains("the whole text is on one line"), "\(trained)")
    #expect(trained.errors.contains("fold -s"), "\(trained)")
    try folder.write(String(repeating: text, count: 60), to: "long")
    let words = try run(["skipgram", "long", "--output", "o.skipgram"], in: folder)
    #expect(words.errors.contains("the whole text is on one line"), "\(words)")
  }

  @Test("a corpus whose lines end with CR alone is read line by line")
  func returns() throws {
    let folder = try TemporaryFolder()
    for (name, end) in [("a", "\n"), ("b", "\r")] {
      try folder.write(TinyModel.corpus.replacing("\n", with: end), to: "\(name).txt")
      _ = try run(
        ["vocab", "build", "\(name).txt", "--tokenizer-model", "word", "--output", "\(name).json"],
        in: folder)
      _ = try run(
        ["train", "\(name).txt", "--output", "\(name).textae", "--epochs", "1"]
          + TinyModel.training,
        in: folder)
    }
    #expect(try folder.read("a.json") == folder.read("b.json"))
    #expect(
      try folder.read("a.textae/model.safetensors") == folder.read("b.textae/model.safetensors"))
  }

  @Test("evaluate names vectors where examples are expected, and reads JSON lines")
  func evaluation() throws {
    let folder = try TinyModel.copy()
    _ = try run(["embed", "--model", "tiny.textae", "corpus.txt", "--output", "v.npy"], in: folder)
    let refused = try Binary.run(["evaluate", "--model", "tiny.textae", "v.npy"], in: folder)
    #expect(refused.status == 65 && refused.errors.contains("NumPy matrix"), "\(refused)")
    let rows = ["cat", "dog", "man"].enumerated().map {
      #"{"a": "the \#($0.element)", "b": "a \#($0.element) sees", "score": \#($0.offset)}"# + "\n"
    }
    try folder.write(rows.joined(), to: "e.jsonl")
    let read = try run(["evaluate", "--model", "tiny.textae", "e.jsonl"], in: folder)
    #expect(read.errors.contains("similarity, JSON lines"), "\(read)")
  }

  @Test("a corpus in Parquet is named with the command that converts it")
  func parquet() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("PAR1".utf8) + [0x15, 0x04], to: "c.parquet")
    for column in [[], ["--text-column", "text"]] {
      let outcome = try Binary.run(
        ["vocab", "build", "c.parquet", "--output", "o.json"] + column, in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains("is a Parquet file"), "\(outcome)")
      #expect(outcome.errors.contains("duckdb -c \"COPY (FROM 'in.parquet') TO 'out.csv'\""))
    }
  }
}
