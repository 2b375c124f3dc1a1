import Foundation
import TestSupport
import Testing

/// Search by words, by vectors and by both.
@Suite struct WordSearchTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TinyModel.copy()
    try folder.write(
      "the cat sees the moon .\nflight 4711 to Oslo\na dog likes bread .\ndogs and cats\n",
      to: "lines.txt")
    return folder
  }

  private func neighbors(_ outcome: Binary.Outcome) throws -> [[String: Any]] {
    #expect(outcome.status == 0, "\(outcome)")
    let object =
      try JSONSerialization.jsonObject(with: Data(outcome.lines[0].utf8)) as? [String: Any]
    return try #require(object?["neighbors"] as? [[String: Any]])
  }

  @Test func `without vectors, an index has words and is searched by them`() throws {
    let folder = try folder()
    let built = try Binary.run(
      ["index", "build", "lines.txt", "--no-vectors", "--output", "w.index"], in: folder)
    #expect(built.status == 0, "\(built)")
    #expect(built.errors.contains("the words of 4 texts"))
    let found = try Binary.run(
      ["search", "--index", "w.index", "--count", "2", "the dog's breads"], in: folder)
    #expect(found.status == 0 && found.errors.isEmpty, "\(found)")
    #expect(found.lines.first?.hasSuffix("\t2\ta dog likes bread .") == true, "\(found.text)")
    let batch = try Binary.run(
      ["search", "--index", "w.index", "-"], in: folder, input: "4711\nzebra\n")
    #expect(batch.text.hasPrefix("# 4711\n") && batch.text.hasSuffix("# zebra\n\n"))
    #expect(batch.lines[1].hasSuffix("\t1\tflight 4711 to Oslo"))
    let vectors = try Binary.run(
      ["search", "--index", "w.index", "--rank", "vectors", "dog"], in: folder)
    #expect(vectors.status == 1 && vectors.errors.contains("--rank words"), "\(vectors)")
    let info = try Binary.run(["info", "w.index"], in: folder)
    #expect(info.status == 0 && info.text.contains("index of words"), "\(info)")
    let exact = try Binary.run(
      [
        "index", "build", "lines.txt", "--no-vectors", "--output", "x.index", "--stemmer", "none",
      ], in: folder)
    #expect(exact.status == 0, "\(exact)")
    let none = try Binary.run(["search", "--index", "x.index", "breads"], in: folder)
    #expect(none.status == 0 && none.text.isEmpty, "\(none)")
  }

  @Test func `with a model, words and vectors are mixed, or either is asked alone`() throws {
    let folder = try folder()
    let built = try Binary.run(
      ["index", "build", "lines.txt", "--model", "tiny.textae", "--output", "m.index"], in: folder)
    #expect(built.status == 0, "\(built)")
    let search = ["search", "--index", "m.index", "--count", "4", "--json"]
    let mixed = try neighbors(try Binary.run(search + ["flights 4711"], in: folder))
    #expect(mixed.first?["id"] as? Int == 1)
    let score = try #require(mixed.first?["score"] as? Double)
    let cosine = try #require(mixed.first?["cosine"] as? Double)
    let words = try #require(mixed.first?["words"] as? Double)
    #expect(abs(score - (0.4 * cosine + 0.6 * words)) < 1e-5)
    let byWords = try neighbors(
      try Binary.run(search + ["--rank", "words", "flights 4711"], in: folder))
    #expect(byWords.map { $0["id"] as? Int } == [1] && byWords[0]["cosine"] == nil)
    let byVectors = try neighbors(
      try Binary.run(search + ["--rank", "vectors", "the cat sees the moon ."], in: folder))
    #expect(byVectors.count == 4 && byVectors[0]["id"] as? Int == 0)
  }

  @Test func `a text that is split is found by its best sentence`() throws {
    let folder = try folder()
    try folder.write(
      "The cat sees the moon. A dog likes bread.\nMy friend follows the river. Room 12 is cold.\n\n",
      to: "texts.txt")
    let built = try Binary.run(
      [
        "index", "build", "texts.txt", "--split", "sentences", "--model", "tiny.textae", "--output",
        "t.index",
      ], in: folder)
    #expect(built.status == 0 && built.errors.contains("6 vectors of 3 texts"), "\(built)")
    for ranking in [[], ["--rank", "words"]] {
      let found = try neighbors(
        try Binary.run(
          ["search", "--index", "t.index", "--json", "--count", "1"] + ranking + ["room 12"],
          in: folder))
      #expect(found.map { $0["id"] as? Int } == [1])
      #expect(found[0]["sentence"] as? String == "Room 12 is cold.")
    }
    let vectors = try neighbors(
      try Binary.run(
        ["search", "--index", "t.index", "--json", "--rank", "vectors", "a dog likes bread."],
        in: folder))
    #expect(vectors.count == 3)
  }

  @Test func `words follow every change of an index`() throws {
    let folder = try folder()
    func run(_ line: String, input: String = "") throws -> Binary.Outcome {
      let outcome = try Binary.run(
        line.split(separator: " ").map(String.init), in: folder, input: input)
      #expect(outcome.status == 0, "\(line): \(outcome)")
      return outcome
    }
    func ids(_ query: String) throws -> [Int] {
      try neighbors(try run("search --index m.index --json --rank words \(query)"))
        .compactMap { $0["id"] as? Int }
    }
    _ = try run("index build lines.txt --model tiny.textae --output m.index")
    _ = try run("index add m.index -", input: "gate 17 to Bergen\na moon over Oslo\n")
    #expect(try ids("Bergen") == [4] && Set(ids("moon")) == [0, 5])
    _ = try run("index remove m.index 5")
    #expect(try ids("moon") == [0])
    _ = try run("index update m.index --id 0 -", input: "bread and jam\n")
    #expect(try ids("moon") == [] && ids("jam") == [0] && Set(ids("bread")) == [0, 2])
    let mixed = try neighbors(try run("search --index m.index --json Bergen"))
    #expect(mixed.first?["id"] as? Int == 4 && mixed.count == 5)
    _ = try run("index compact m.index")
    #expect(try ids("jam") == [0] && ids("Bergen") == [4])
    let check = try run("index check m.index")
    #expect(check.errors == "m.index: intact, 5 vectors and the words of 5 texts\n")
  }

  @Test func `an index whose texts were split is not changed, but may be compacted`() throws {
    let folder = try folder()
    try folder.write("The cat sees the moon. A dog likes bread.\nRoom 12 is cold.\n", to: "t.txt")
    let build = "index build t.txt --split sentences --model tiny.textae --output t.index"
    for (line, status, words): (String, Int32, String) in [
      (build, 0, "4 vectors of 2 texts"), ("index add t.index lines.txt", 1, "--split sentences"),
      ("index remove t.index 0", 1, "--split sentences"), ("index compact t.index", 0, "4 vectors"),
      ("search --index t.index --count 1 cold", 0, "no word of the query is known"),
    ] {
      let outcome = try Binary.run(line.split(separator: " ").map(String.init), in: folder)
      #expect(outcome.status == status && outcome.errors.contains(words), "\(line): \(outcome)")
      if line.hasPrefix("search") { #expect(outcome.text.hasSuffix("\t1\tRoom 12 is cold.\n")) }
    }
  }

  @Test func `columns decide which texts are found, however they are ranked`() throws {
    let folder = try folder()
    try folder.write(
      "kind,text\na,The cat sees the moon. A dog likes bread.\nb,Room 12 is cold. The moon is old.\n",
      to: "t.csv")
    let built = try Binary.run(
      "index build t.csv --text-column text --split sentences --model tiny.textae --output t.index"
        .split(separator: " ").map(String.init), in: folder)
    #expect(built.status == 0, "\(built)")
    let search = ["search", "--index", "t.index", "--json", "the moon"]
    for more in [[], ["--rank", "words"], ["--rank", "vectors"]] {
      #expect(try neighbors(try Binary.run(search + more, in: folder)).count == 2)
      let found = try neighbors(
        try Binary.run(search + more + ["--where", "kind=b"], in: folder))
      #expect(found.map { $0["id"] as? Int } == [1], "\(more)")
    }
    let near = try neighbors(try Binary.run(search + ["--threshold", "1.01"], in: folder))
    #expect(near.isEmpty)
    let words = try Binary.run(
      ["index", "build", "lines.txt", "--no-vectors", "--output", "w.index"], in: folder)
    #expect(words.status == 0)
    let none = try Binary.run(
      ["search", "--index", "w.index", "--where", "kind=b", "moon"], in: folder)
    #expect(none.status == 1 && none.errors.contains("no columns"), "\(none)")
  }

  @Test func `an index without words says so`() throws {
    let folder = try folder()
    let built = try Binary.run(
      [
        "index", "build", "--model", "tiny.textae", "--output", "a.index", "lines.txt",
        "--no-words",
      ],
      in: folder)
    #expect(built.status == 0, "\(built)")
    let asked = try Binary.run(
      ["search", "--index", "a.index", "--rank", "words", "4711"], in: folder)
    #expect(asked.status == 1 && asked.errors.contains("no words"), "\(asked)")
  }

  @Test(arguments: [
    ["index", "build", "lines.txt", "--output", "o", "--no-words", "--no-vectors"],
    ["index", "build", "lines.txt", "--output", "o", "--split", "sentences", "--no-vectors"],
    ["index", "build", "lines.txt", "--output", "o", "--model", "tiny.textae", "--no-vectors"],
    [
      "index", "build", "lines.txt", "--output", "o", "--model", "tiny.textae", "--split",
      "sentences", "--metric", "l2",
    ],
    ["search", "--index", "o", "--rank", "words", "--percentile", "x"],
    ["search", "--index", "o", "--rank", "hybrid", "--vectors", "v.npy"],
  ])
  func `what does not go together is refused before any work`(arguments: [String]) throws {
    let folder = try folder()
    let outcome = try Binary.run(arguments, in: folder)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(!folder.contains("o"))
  }

  @Test func `documents are evaluated as a search ranks them`() throws {
    let folder = try folder()
    try folder.write("a\tThe cat sees the moon.\nb\tA dog likes bread.\n", to: "c/docs.tsv")
    try folder.write("1\tcats\n2\tdog\n", to: "c/queries.tsv")
    try folder.write("1\ta\t1\n2\tb\t2\n", to: "c/qrels.tsv")
    let words = try Binary.run(["evaluate", "c", "--rank", "words", "--json"], in: folder)
    #expect(words.status == 0, "\(words)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: words.output) as? [String: Any])
    #expect(object["meanAveragePrecision"] as? Double == 1)
    #expect(object["normalizedGainAt10"] as? Double == 1)
    for more in [[], ["--rank", "vectors", "--split", "none"]] {
      let outcome = try Binary.run(["evaluate", "c", "--model", "tiny.textae"] + more, in: folder)
      #expect(outcome.status == 0 && outcome.text.contains("mean average precision"), "\(outcome)")
    }
    let pairs = try Binary.run(["evaluate", "lines.txt", "--rank", "words"], in: folder)
    #expect(pairs.status != 0)
  }
}
