import Foundation
import TestSupport
import Testing

/// Vectors, indexes and search: one row per input line, in order.
@Suite struct VectorTests {
  private let lines = ["the cat sees the moon .", "", "a dog likes bread .", "ünknown 🐈 words", ""]

  private func folder() throws -> TemporaryFolder {
    let folder = try TinyModel.copy()
    try folder.write(lines.map { $0 + "\n" }.joined(), to: "input.txt")
    return folder
  }

  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test(arguments: [
    ("npy", 128 + 5 * 12 * 4), ("raw", 5 * 12 * 4),
  ])
  func `binary formats have a row for every line, empty ones too`(
    format: String, bytes: Int
  ) throws {
    let folder = try folder()
    let outcome = try Binary.run(
      ["embed", "--model", "tiny.textae", "input.txt", "--format", format, "--output", "out"],
      in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try folder.read("out").count == bytes)
  }

  @Test(arguments: ["tsv", "jsonl"])
  func `text formats have a line for every line`(format: String) throws {
    let outcome = try Binary.run(
      ["embed", "--model", "tiny.textae", "-", "--format", format, "--output", "-"],
      in: try folder(), input: lines.map { $0 + "\n" }.joined())
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.count == 5)
    #expect(outcome.lines[1] == outcome.lines[4])
    if format == "jsonl" {
      for (line, sentence) in zip(outcome.lines, lines) {
        #expect(try object(line)["sentence"] as? String == sentence)
        #expect((try object(line)["vector"] as? [Any])?.count == 12)
      }
    }
  }

  @Test(arguments: ["auto", "int8"])
  func `a sentence has the same vector alone and among others, whatever the threads`(
    precision: String
  ) throws {
    let folder = try folder()
    let arguments = [
      "embed", "--model", "tiny.textae", "--precision", precision, "--format", "tsv", "--output",
      "-",
    ]
    let together = try Binary.run(arguments + ["--threads", "2", "corpus.txt"], in: folder).lines
    let corpus = TinyModel.corpus.split(separator: "\n").map(String.init)
    for place in [0, 7, 47] {
      let alone = try Binary.run(
        arguments + ["--threads", "1"], in: folder, input: corpus[place])
      #expect(alone.lines == [together[place]])
    }
  }

  @Test func `8 bits are heeded by all that embeds`() throws {
    let folder = try folder()
    func differs(_ arguments: [String], _ file: String) throws -> Bool {
      let contents = try ["f32", "int8"].map { precision in
        let outcome = try Binary.run(
          arguments + ["--model", "tiny.textae", "--precision", precision], in: folder)
        #expect(outcome.status == 0, "\(outcome)")
        return file.isEmpty ? Data(outcome.text.utf8) : try folder.read(file)
      }
      return contents[0] != contents[1]
    }
    #expect(try differs(["embed", "input.txt", "--output", "v.npy", "--overwrite"], "v.npy"))
    #expect(try differs(["search", "corpus.txt", "bread .", "--rank", "vectors", "--json"], ""))
    try folder.write(
      (0..<12).map { "\($0 % 2 == 0 ? "a\tthe cat sees" : "b\ta dog likes") bread .\n" }.joined(),
      to: "classes.tsv")
    let classes = ["classes.tsv", "--text-column", "2", "--label-column", "1"]
    #expect(
      try differs(
        ["classify", "train"] + classes + ["--output", "c.classifier", "--overwrite"],
        "c.classifier/model.safetensors"))
    let corpus = TinyModel.corpus.split(separator: "\n")
    try folder.write(
      (0..<40).map { "\($0 % 7)\t\(corpus[$0])\t\(corpus[$0 * 5 % 48])\n" }.joined(),
      to: "pairs.tsv")
    #expect(
      try differs(
        ["evaluate", "pairs.tsv", "--kind", "similarity", "--columns", "2,3,1", "--json"], ""))
  }

  @Test func `long sentences are cut with one warning that counts them`() throws {
    let long = String(repeating: "the ", count: 150)
    let outcome = try Binary.run(
      ["embed", "--model", "tiny.textae", "--format", "tsv", "--output", "-"], in: try folder(),
      input: "\(long)\nbread .\n\(long)\n")
    #expect(outcome.status == 0)
    #expect(outcome.errors.hasPrefix("warning: 2 sentences cut to the 100 tokens"))
  }

  @Test func `a sentence of the index is its own best match`() throws {
    let folder = try folder()
    let build = try Binary.run(
      ["index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "c.index"],
      in: folder)
    #expect(build.status == 0, "\(build)")
    let outcome = try Binary.run(
      ["search", "--index", "c.index", "--count", "3", "--json", "-"], in: folder,
      input: "my friend follows the river .\nthe cat sees bread .\n")
    #expect(outcome.status == 0, "\(outcome)")
    for (line, query) in zip(
      outcome.lines, ["my friend follows the river .", "the cat sees bread ."])
    {
      #expect(try object(line)["query"] as? String == query)
      let neighbors = try #require(try object(line)["neighbors"] as? [[String: Any]])
      #expect(neighbors.count == 3)
      #expect(neighbors.first?["sentence"] as? String == query)
      // Not 1: among few sentences, common words of the query count less.
      #expect((neighbors.first?["score"] as? Double ?? 0) > 0.9)
      #expect((neighbors.first?["cosine"] as? Double ?? 0) > 0.999)
    }
  }

  @Test func `vectors from any source are indexed and searched by row`() throws {
    let folder = try folder()
    for arguments in [
      ["embed", "--model", "tiny.textae", "corpus.txt", "--output", "v.npy"],
      ["index", "build", "--vectors", "v.npy", "--output", "v.index", "--metric", "l2"],
    ] {
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
    }
    let found = try Binary.run(
      ["search", "--index", "v.index", "--vectors", "v.npy", "--count", "1", "--json"],
      in: folder)
    #expect(found.lines.count == 48)
    #expect(found.lines[9] == #"{"query":9,"neighbors":[{"id":9,"score":0}]}"#)
    let asked = try Binary.run(["search", "--index", "v.index", "bread ."], in: folder)
    #expect(asked.status == 1)
    #expect(asked.errors.contains("--vectors"))
  }

  @Test func `a query of vectors finds the sentences of the index`() throws {
    let folder = try folder()
    for arguments in [
      ["embed", "--model", "tiny.textae", "corpus.txt", "--output", "v.npy"],
      ["index", "build", "--vectors", "v.npy", "corpus.txt", "--output", "v.index"],
    ] {
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
    }
    let search = ["search", "--index", "v.index", "--vectors", "v.npy", "--count", "1"]
    let corpus = TinyModel.corpus.split(separator: "\n").map(String.init)
    let json = try Binary.run(search + ["--json"], in: folder)
    let neighbors = try #require(try object(json.lines[9])["neighbors"] as? [[String: Any]])
    #expect(neighbors.first?["sentence"] as? String == corpus[9])
    let text = try Binary.run(search, in: folder)
    #expect(text.text.contains("# 9\n1.0000\t9\t\(corpus[9])\n"), "\(text.text)")
  }

  @Test(arguments: ["tiny.textae", "a.lsa"])
  func `a query of words that no model knows is told plainly`(model: String) throws {
    let folder = try folder()
    for arguments in [
      ["lsa", "corpus.txt", "--dimension", "4", "--output", "a.lsa"],
      ["index", "build", "corpus.txt", "--model", model, "--output", "c.index"],
    ] {
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
    }
    let search = ["search", "--index", "c.index", "--count", "1"]
    let none = try Binary.run(search + ["qwertz asdf ."], in: folder)
    #expect(none.status == 0, "\(none)")
    #expect(none.errors == "warning: no word of the query is known: qwertz asdf .\n")
    let some = try Binary.run(search + ["--json", "the zebra ."], in: folder)
    #expect(some.errors == "warning: unknown words in the query \"the zebra .\": zebra\n")
    #expect(try object(some.text)["unknownWords"] as? [String] == ["zebra"])
    let known = try Binary.run(search + ["--json", "the cat ."], in: folder)
    #expect(known.errors.isEmpty && !known.text.contains("unknownWords"), "\(known)")
    let many = String(repeating: "zebra\n", count: 7)
    let counted = try Binary.run(search + ["-"], in: folder, input: many)
    #expect(counted.errors.split(separator: "\n").count == 6, "\(counted)")
    #expect(counted.errors.contains("unknown words in 7 sentences"))
  }

  @Test func `the name of a file as a query is searched for, and search says so`() throws {
    let folder = try folder()
    let build = try Binary.run(
      ["index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "c.index"],
      in: folder)
    #expect(build.status == 0, "\(build)")
    let outcome = try Binary.run(["search", "--index", "c.index", "input.txt"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("input.txt is a file"), "\(outcome)")
  }

  @Test func `the ending of the output decides the format, or is refused`() throws {
    let folder = try folder()
    let embed = ["embed", "--model", "tiny.textae", "input.txt", "--output"]
    for (name, start) in [("v.jsonl", "{\"sentence\""), ("v.vec", "000000000005 12\n")] {
      let outcome = try Binary.run(embed + [name], in: folder)
      #expect(outcome.status == 0, "\(outcome)")
      #expect(try folder.read(name).starts(with: Data(start.utf8)))
    }
    for name in ["v.csv", "v.parquet", "v.safetensors", "v.bin"] {
      let outcome = try Binary.run(embed + [name], in: folder)
      #expect(outcome.status == 64 && outcome.errors.contains("--format"), "\(outcome)")
      #expect(!folder.contains(name))
    }
    let chosen = try Binary.run(embed + ["v.csv", "--format", "tsv"], in: folder)
    #expect(chosen.status == 0, "\(chosen)")
  }

  @Test func `a sentence in place of a file is told how to embed it`() throws {
    let outcome = try Binary.run(
      ["embed", "--model", "tiny.textae", "hello world", "--output", "v.npy"], in: try folder())
    #expect(outcome.status == 1, "\(outcome)")
    #expect(outcome.errors.contains("echo \"hello world\" | textae embed"), "\(outcome)")
  }

  @Test func `words that occur again in a file of vectors are counted aloud`() throws {
    let folder = try TemporaryFolder()
    try folder.write("the 1 2\ncat 3 4\nthe 5 6\ncat 7 8\n", to: "twice.vec")
    let outcome = try Binary.run(
      ["export", "--model", "twice.vec", "--output", "once.vec"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.errors.contains("words that occur again are left out: 2; the first is \"the\""),
      "\(outcome)")
  }

  @Test func `a repeated sentence gets a name of its own in word2vec's format`() throws {
    let outcome = try Binary.run(
      ["embed", "--model", "tiny.textae", "--format", "word2vec", "--output", "-"],
      in: try folder(), input: "bread .\na dog\nbread .\n")
    #expect(outcome.status == 0, "\(outcome)")
    let names = outcome.lines.dropFirst().compactMap { $0.split(separator: " ").first }
    #expect(names == ["bread_.", "a_dog", "bread_._2"])
    #expect(
      outcome.errors.contains(
        "warning: repeated sentences, whose names got numbers such as _2: 1\n"), "\(outcome)")
  }

  @Test func `a percentile says how near a score is among pairs of the index`() throws {
    let folder = try folder()
    for arguments in [
      ["embed", "--model", "tiny.textae", "corpus.txt", "--output", "v.npy"],
      ["index", "build", "--vectors", "v.npy", "--output", "v.index", "--metric", "l2"],
      ["index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "c.index"],
    ] {
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
    }
    let text = try Binary.run(
      ["search", "--index", "c.index", "--count", "48", "--percentile", "the cat sees bread ."],
      in: folder)
    #expect(text.status == 0 && text.errors.isEmpty, "\(text)")
    let percentiles = try text.lines.map { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      #expect(columns.count == 4 && columns[1].split(separator: ".").last?.count == 2, "\(line)")
      return try #require(Double(columns[1]))
    }
    #expect(percentiles.sorted(by: >) == percentiles && percentiles.first == 100)
    #expect(Set(percentiles).count > 24)
    let search = ["search", "--index", "v.index", "--vectors", "v.npy", "--count", "48", "--json"]
    let plain = try Binary.run(search, in: folder)
    #expect(!plain.text.contains("percentile"))
    // The farthest of 48 vectors is no nearer than most pairs, the nearest is the vector itself.
    let found = try Binary.run(search + ["--percentile"], in: folder).lines
    let neighbors = try #require(try object(found[9])["neighbors"] as? [[String: Any]])
    #expect(neighbors.first?["percentile"] as? Double == 100)
    #expect(try #require(neighbors.last?["percentile"] as? Double) < 50)
  }

  @Test func `an index of one vector has no percentiles, and search says so`() throws {
    let folder = try folder()
    try folder.write("bread .\n", to: "one.txt")
    let build = try Binary.run(
      ["index", "build", "one.txt", "--model", "tiny.textae", "--output", "o.index"], in: folder)
    #expect(build.status == 0, "\(build)")
    let outcome = try Binary.run(
      ["search", "--index", "o.index", "--percentile", "bread ."], in: folder)
    #expect(outcome.status == 0 && outcome.text == "1.0000\t0\tbread .\n", "\(outcome)")
    #expect(outcome.errors.contains("fewer than two vectors"))
  }

  @Test func `an index refuses a model that did not build it`() throws {
    let folder = try folder()
    let build = try Binary.run(
      ["index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "c.index"],
      in: folder)
    #expect(build.status == 0, "\(build)")
    let other = try Binary.run(
      ["train", "corpus.txt", "--output", "other.textae", "--epochs", "1", "--seed", "9"]
        + TinyModel.training, in: folder)
    #expect(other.status == 0, "\(other)")
    let outcome = try Binary.run(
      ["search", "--index", "c.index", "--model", "other.textae", "bread ."], in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("c.index, other.textae"))
  }

  @Test func `info rounds for people, and keeps every digit for programs`() throws {
    let folder = try TinyModel.folder.get()
    let text = try Binary.run(["info", "tiny.textae"], in: folder)
    #expect(text.lines.allSatisfy { $0.count(where: \.isNumber) < 9 }, "\(text.text)")
    #expect(text.text.contains("objective losses") && !text.text.contains("{"))
    let json = try Binary.run(["info", "--json", "tiny.textae"], in: folder)
    let object = try #require(
      try JSONSerialization.jsonObject(with: json.output) as? [String: Any])
    let log = try #require(try folder.read("tiny.textae/log.jsonl").split(separator: 0x0A).last)
    let last = try #require(try JSONSerialization.jsonObject(with: log) as? [String: Any])
    let kept = try #require(object["validation"] as? [String: Any])
    #expect(kept["perplexity"] as? Double == last["perplexity"] as? Double)
  }

  @Test func `vectors and sentences of different number are refused`() throws {
    let folder = try folder()
    let embed = try Binary.run(
      ["embed", "--model", "tiny.textae", "corpus.txt", "--output", "v.npy"], in: folder)
    #expect(embed.status == 0, "\(embed)")
    for text in [TinyModel.corpus + "one more\n", "only one\n"] {
      try folder.write(text, to: "lines.txt")
      let outcome = try Binary.run(
        ["index", "build", "--vectors", "v.npy", "lines.txt", "--output", "v.index"], in: folder)
      #expect(outcome.status == 65, "\(outcome)")
      #expect(outcome.errors.contains("v.npy"))
      #expect(!folder.contains("v.index"))
    }
  }

  @Test func `a damaged index is refused or answers, and info finds every flipped bit`() throws {
    let folder = try folder()
    let build = try Binary.run(
      ["index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "c.index"],
      in: folder)
    #expect(build.status == 0, "\(build)")
    let segment = "c.index/00000001.segment"
    let whole = try folder.read(segment)
    for step in 0..<10 {
      var damaged = whole
      damaged[whole.count * step / 10 + step] ^= 1 << (step % 8)
      try folder.write(
        step % 3 == 2 ? whole.prefix(whole.count * step / 10) : damaged, to: segment)
      let info = try Binary.run(["info", "c.index"], in: folder)
      #expect(info.status == 65, "\(step): \(info)")
      #expect(info.errors.contains("c.index"))
      let search = try Binary.run(["search", "--index", "c.index", "bread ."], in: folder)
      #expect(search.status != nil, "\(step): \(search)")
    }
  }

  @Test func `a query may begin with a dash, and no percentile hides that nothing is known`() throws
  {
    let folder = try folder()
    let build = try Binary.run(
      ["index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "c.index"],
      in: folder)
    #expect(build.status == 0, "\(build)")
    let search = ["search", "--index", "c.index", "--count", "1"]
    for query in [["-5 the moon ."], ["--", "--the moon ."]] {
      let found = try Binary.run(search + query, in: folder)
      #expect(found.status == 0 && found.lines.count == 1, "\(found)")
    }
    let option = try Binary.run(search + ["-x"], in: folder)
    #expect(option.status == 64 && option.errors.contains("write -- before"), "\(option)")
    let none = try Binary.run(search + ["--percentile", "qwertz asdf ."], in: folder)
    #expect(none.errors.contains("no word of the query is known: qwertz asdf ."), "\(none)")
  }
}
