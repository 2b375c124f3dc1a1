#if os(Linux)
  import EnglishModel
  import Foundation
  import TestSupport
  import Testing

  /// Every command that writes, with one call of the system failing: the old file or the new one is
  /// there, the message names the file, and nothing else is left.
  @Suite struct FaultTests {
    /// A command, and the file that it writes.
    struct Writer: Sendable, CustomTestStringConvertible {
      let arguments: [String]
      let output: String
      /// Whether it replaces a file only with `--overwrite`.
      var asksFirst = true
      var testDescription: String { arguments.joined(separator: " ") }
    }

    private static let embed = ["embed", "--model", "tiny.textae", "corpus.txt", "--output"]
    static let files = [
      Writer(arguments: embed + ["out.npy"], output: "out.npy"),
      Writer(arguments: embed + ["out.vec"], output: "out.vec"),
      Writer(arguments: embed + ["out.jsonl"], output: "out.jsonl"),
      Writer(
        arguments: [
          "vocab", "build", "corpus.txt", "--tokenizer-model", "word", "--output", "o.json",
        ],
        output: "o.json"),
      Writer(
        arguments: ["export", "--model", "words.vec", "--output", "out.vec"], output: "out.vec"),
      Writer(
        arguments: ["map", "corpus.txt", "--model", "tiny.textae", "--iterations", "20"]
          + ["--output", "o.svg"], output: "o.svg"),
      Writer(arguments: ["report", "tiny.textae", "--output", "o.html"], output: "o.html"),
      Writer(arguments: ["plot", "figures.tsv", "--output", "o.svg"], output: "o.svg"),
      Writer(
        arguments: ["evaluate", "--model", "words.vec", "pairs.tsv", "--plot", "o.svg"],
        output: "o.svg"),
      Writer(
        arguments: ["dedupe", "corpus.txt", "--model", "tiny.textae", "--threshold", "0.9"]
          + ["--output", "o.txt"], output: "o.txt"),
      Writer(
        arguments: ["reduce", "apply", "v.vec", "--reducer", "small.reducer", "--output", "o.npy"],
        output: "o.npy"),
      Writer(
        arguments: ["postprocess", "fit", "corpus.txt", "--model", "tiny.textae", "--center"],
        output: "tiny.textae/postprocessing.safetensors", asksFirst: false),
    ]
    static let folders = [
      Writer(
        arguments: [
          "index", "build", "corpus.txt", "--model", "tiny.textae", "--no-words", "--output",
          "out.index",
        ], output: "out.index"),
      Writer(
        arguments: [
          "index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "out.index",
        ], output: "out.index"),
      Writer(
        arguments: ["skipgram", "corpus.txt", "--output", "out.skipgram"] + TinyWords.training,
        output: "out.skipgram"),
      Writer(
        arguments: ["lsa", "corpus.txt", "--dimension", "4", "--output", "out.lsa"],
        output: "out.lsa"),
      Writer(
        arguments: [
          "export", "--model", "words.vec", "--format", "textae", "--output", "out.skipgram",
        ],
        output: "out.skipgram"),
      Writer(
        arguments: [
          "classify", "train", "labels.tsv", "--text-column", "1", "--label-column", "2", "--model",
          "tiny.textae", "--output", "out.classifier",
        ], output: "out.classifier"),
      Writer(
        arguments: [
          "anomalies", "fit", "corpus.txt", "--model", "tiny.textae", "--output", "out.anomalies",
        ], output: "out.anomalies"),
    ]
    /// Nothing to write in a build without the model.
    static let exports =
      ModelInTheBox.isPresent
      ? [Writer(arguments: ["model", "export", "--output", "out.textae"], output: "out.textae")]
      : []
    static let derived = [
      Writer(
        arguments: ["index", "export", "v.index", "--format", "numpy", "--output", "out.export"],
        output: "out.export"),
      Writer(
        arguments: ["model", "compress", "tiny.textae", "--output", "out.textae"],
        output: "out.textae"),
      Writer(
        arguments: ["average", "tiny.textae", "tiny.textae", "--output", "out.textae"],
        output: "out.textae"),
      Writer(
        arguments: ["reduce", "fit", "v.vec", "--dimension", "2", "--output", "out.reducer"],
        output: "out.reducer"),
    ]
    static let calls: [(call: String, error: Int32)] = [
      ("write", ENOSPC), ("write", EIO), ("fsync", EIO), ("rename", EIO), ("create", ENOSPC),
      ("create", EACCES), ("close", EIO),
    ]

    /// What the commands read, made once; not to be changed.
    private static let inputs = Result { () throws -> TemporaryFolder in
      let folder = try TinyModel.copy()
      try folder.write("2 3\nthe 1 2 3\ncat 4 5 6\n", to: "words.vec")
      try folder.write("5 3\na 1 0 0\nb 0 1 0\nc 0 0 2\nd 1 1 0\ne 0 1 3\n", to: "v.vec")
      try folder.write("the cat .\ta\na dog .\tb\nthe moon .\ta\n", to: "labels.tsv")
      try folder.write(
        String(repeating: "a nephrologist sees the kidney .\n", count: 60), to: "more.txt")
      try folder.write("size\tloss\n2\t0.5\n4\t0.25\n", to: "figures.tsv")
      try folder.write("the\tcat\t1\ncat\tcat\t5\nthe\tthe\t4\n", to: "pairs.tsv")
      for command in [
        ["reduce", "fit", "v.vec", "--dimension", "2", "--output", "small.reducer"],
        ["index", "build", "--vectors", "v.vec", "--output", "v.index"],
      ] {
        let made = try Binary.run(command, in: folder)
        try #require(made.status == 0, "\(made)")
      }
      return folder
    }

    func prepared() throws -> TemporaryFolder { try Self.inputs.get().copy() }

    /// Whether every call fails once, even where runs take long and most calls are alike:
    /// `TEXTAE_FAULTS=all`.
    static let isThorough = ProcessInfo.processInfo.environment["TEXTAE_FAULTS"] == "all"

    /// Lets the calls of a kind fail, one in each run, until there are no more; there must be one.
    ///
    /// With `thins`, more and more calls are left alone between two, unless the tests are thorough.
    func each(
      _ call: String, _ error: Int32, _ arguments: [String], in folder: TemporaryFolder,
      thins: Bool = false, _ check: (Binary.Outcome, Int) throws -> Void
    ) throws {
      var number = 1
      while true {
        defer { number += thins && !Self.isThorough ? 1 + number / 2 : 1 }
        let outcome = try FaultLibrary.run(
          arguments, in: folder, call: call, number: number, error: error)
        guard outcome.hasHappened else {
          #expect(number > 1, "no \(call) was seen")
          break
        }
        try check(outcome.run, number)
      }
    }

    @Test(arguments: files, calls)
    func `a file is replaced as a whole or not at all`(
      writer: Writer, fault: (call: String, error: Int32)
    ) throws {
      let folder = try prepared()
      let arguments = writer.arguments + (writer.asksFirst ? ["--overwrite"] : [])
      try #require(try Binary.run(arguments, in: folder).status == 0)
      let complete = try folder.read(writer.output)
      let old = Data("old".utf8)
      try folder.write(old, to: writer.output)
      let names = try folder.allNames
      try each(fault.call, fault.error, arguments, in: folder) { outcome, number in
        let found = try folder.read(writer.output)
        #expect(try folder.allNames == names, "\(fault) \(number)")
        if outcome.status == 0 {
          // The file was on disk before it was closed.
          #expect(fault.call == "close" && found == complete, "\(number) \(outcome)")
        } else {
          #expect(outcome.status == 1, "\(fault) \(number) \(outcome)")
          #expect(outcome.errors.contains(writer.output), "\(fault) \(number) \(outcome)")
          // Only the folder is still to be synced once the file has its name.
          #expect(found == old || fault.call == "fsync" && found == complete, "\(fault) \(number)")
        }
        try folder.write(old, to: writer.output)
      }
    }

    @Test(arguments: folders + derived + exports, calls)
    func `a new model is complete or not there`(
      writer: Writer, fault: (call: String, error: Int32)
    ) throws {
      let folder = try prepared()
      let names = try folder.names
      try each(fault.call, fault.error, writer.arguments, in: folder) { outcome, number in
        if outcome.status == 0 {
          #expect(fault.call == "close", "\(fault) \(number) \(outcome)")
          if writer.arguments[..<2] != ["index", "export"] {
            let info = try Binary.run(["info", writer.output], in: folder)
            #expect(info.status == 0, "\(fault) \(number) \(info)")
          }
          try clean(folder, writer.output)
        } else {
          #expect(outcome.status == 1, "\(fault) \(number) \(outcome)")
          #expect(outcome.errors.contains(writer.output), "\(fault) \(number) \(outcome)")
          if writer.arguments[0] == "index" {
            // Nobody knows the folder in which it grew.
            #expect(!outcome.errors.contains(".tmp"), "\(fault) \(number) \(outcome)")
          }
        }
        #expect(try folder.names == names, "\(fault) \(number)")
      }
    }

    @Test(
      arguments: [("write", ENOSPC), ("rename", EIO), ("create", EACCES), ("rename", -1)]
        as [(call: String, error: Int32)])
    func `a search whose index cannot be written stops no later one`(
      fault: (call: String, error: Int32)
    ) throws {
      let search = [
        "search", "corpus.txt", "--model", "tiny.textae", "--count", "3", "the cat sees bread .",
      ]
      let start = try TinyModel.copy()
      let whole = try start.copy()
      let answer = try Binary.run(search, in: whole)
      try #require(answer.status == 0, "\(answer)")
      let names = try whole.names
      for number in 1... {
        let (folder, caches, marks) = try (start.copy(), TemporaryFolder(), TemporaryFolder())
        let places = ["XDG_CACHE_HOME": caches.path]
        let outcome = try Binary.run(
          search, in: folder,
          environment: FaultLibrary.environment(fault.call, number, fault.error, marks)
            .merging(places) { $1 })
        guard marks.contains("mark") else { break }
        let comment: Comment = "\(fault) \(number) \(outcome)"
        if outcome.status == 0 {
          #expect(outcome.text == answer.text, comment)
        } else {
          #expect(outcome.status == (fault.error < 0 ? nil : 1), comment)
          #expect(fault.error < 0 || outcome.errors.contains("corpus.txt.index"), comment)
        }
        let again = try Binary.run(search, in: folder, environment: places)
        #expect(again.status == 0 && again.text == answer.text, "\(fault) \(number) \(again)")
        if fault.error >= 0, try caches.names.isEmpty {
          #expect(try folder.names == names, comment)
        }
      }
    }

    /// A command that changes an index, and whether the index has words.
    struct Change: Sendable, CustomTestStringConvertible {
      let arguments: [String]
      let words: Bool
      var testDescription: String {
        arguments.joined(separator: " ") + (words ? ", with words" : ", without words")
      }
    }

    /// Commands that change an index.
    static let changes = [true, false].flatMap { words in
      [
        ["add", "x.index", "more.csv", "--text-column", "text"],
        // So many rows that the others are written again with them.
        ["add", "x.index", "many.csv", "--text-column", "text"],
        ["update", "x.index", "changed.csv", "--text-column", "text"],
        ["remove", "x.index", "3", "--where", "n<9"],
        ["compact", "x.index"],
        ["merge", "x.index", "--output", "x.index", "--overwrite"],
        [
          "build", "more.csv", "--text-column", "text", "--id-column", "id", "--model",
          "tiny.textae", "--output", "x.index", "--overwrite",
        ] + (words ? [] : ["--no-words"]),
      ].map { Change(arguments: ["index"] + $0, words: words) }
    }

    /// A folder with an index of two segments and removed rows.
    private func withIndex(words: Bool) throws -> TemporaryFolder {
      let folder = try TinyModel.copy()
      let lines = TinyModel.corpus.split(separator: "\n")
      func table(_ rows: Range<Int>, _ text: (Int) -> Substring) -> String {
        "id,n,text\n" + rows.map { "k\($0),\($0),\(text($0))\n" }.joined()
      }
      try folder.write(table(0..<40) { lines[$0] }, to: "first.csv")
      try folder.write(table(40..<44) { lines[$0] }, to: "second.csv")
      try folder.write(table(44..<48) { lines[$0] }, to: "more.csv")
      try folder.write(table(38..<41) { lines[$0 + 4] }, to: "changed.csv")
      try folder.write(table(100..<140) { lines[$0 - 100] }, to: "many.csv")
      let steps = [
        [
          "index", "build", "first.csv", "--text-column", "text", "--id-column", "id", "--model",
          "tiny.textae", "--output", "x.index",
        ] + (words ? [] : ["--no-words"]),
        ["index", "add", "x.index", "second.csv", "--text-column", "text"],
        ["index", "remove", "x.index", "--key", "k20"],
      ]
      for step in steps {
        let outcome = try Binary.run(step, in: folder)
        try #require(outcome.status == 0, "\(outcome)")
      }
      return folder
    }

    /// All rows of the index of a folder, which must be intact, by their vectors and words.
    private func rows(_ folder: TemporaryFolder) throws -> String {
      let check = try Binary.run(["index", "check", "x.index"], in: folder)
      #expect(check.status == 0, "\(check)")
      let search = try Binary.run(
        ["search", "--index", "x.index", "--count", "99", "--json", "the cat ."], in: folder)
      #expect(search.status == 0 && !search.errors.contains("another index"), "\(search)")
      return search.text
    }

    /// Calls that fail, and those at which the program is killed.
    static let changeCalls: [(call: String, error: Int32)] = [
      ("write", ENOSPC), ("fsync", EIO), ("rename", EIO), ("create", EACCES), ("close", EIO),
      ("write", -1), ("rename", -1),
    ]

    @Test(arguments: changes, changeCalls)
    func `an index that is changed is the old one or the new one`(
      change: Change, fault: (call: String, error: Int32)
    ) throws {
      let arguments = change.arguments
      let start = try withIndex(words: change.words)
      let old = try rows(start)
      let done = try start.copy()
      try #require(try Binary.run(arguments, in: done).status == 0)
      let new = try rows(done)
      let names = try FileManager.default.contentsOfDirectory(atPath: start.file("x.index"))
        .sorted()
      for number in 1... {
        let folder = try start.copy()
        let outcome = try FaultLibrary.run(
          arguments, in: folder, call: fault.call, number: number, error: fault.error)
        guard outcome.hasHappened else {
          #expect(number > 1, "no \(fault.call) was seen")
          break
        }
        let found = try rows(folder)
        let comment: Comment = "\(fault) \(number) \(outcome.run)"
        if outcome.run.status == 0 {
          #expect(fault.call == "close" && found == new, comment)
        } else {
          #expect(outcome.run.status == (fault.error < 0 ? nil : 1), comment)
          #expect(found == old || found == new, comment)
          if fault.error >= 0 {
            #expect(outcome.run.errors.contains("x.index"), comment)
            // Only the folder is still to be synced once the new manifest has its name.
            #expect(found == old || fault.call == "fsync", comment)
            if found == old, old != new {
              #expect(try folder.names == start.names, comment)
              let left = try FileManager.default.contentsOfDirectory(
                atPath: folder.file("x.index")
              ).sorted()
              #expect(left == names, comment)
            }
          }
        }
        // What a killed writer leaves is in nobody's way.
        if found == old, number < 3 {
          let again = try Binary.run(arguments, in: folder)
          #expect(again.status == 0, "\(fault) \(number) \(again)")
          #expect(try rows(folder) == new, "\(fault) \(number) \(again)")
        }
      }
    }

    @Test(arguments: files + folders, ["short", "interrupt"])
    func `short and interrupted writes are continued`(writer: Writer, call: String) throws {
      let folder = try prepared()
      func content() throws -> [String: Data] {
        var content: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        where name.hasPrefix(writer.output) {
          content[name] = FileManager.default.contents(atPath: folder.file(name))
        }
        try FileManager.default.removeItem(atPath: folder.file(writer.output))
        return content
      }
      try #require(try Binary.run(writer.arguments, in: folder).status == 0)
      let expected = try content()
      let outcome = try FaultLibrary.run(writer.arguments, in: folder, call: call)
      #expect(outcome.hasHappened && outcome.run.status == 0, "\(outcome.run)")
      #expect(try content() == expected)
    }
  }
#endif
