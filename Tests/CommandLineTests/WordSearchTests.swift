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
    #expect(folder.contains("m.index.words"))
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

  @Test func `words of another index are left out with a warning`() throws {
    let folder = try folder()
    let build = ["index", "build", "--model", "tiny.textae", "--output"]
    for (name, text) in [("a.index", "lines.txt"), ("b.index", "corpus.txt")] {
      #expect(try Binary.run(build + [name, text], in: folder).status == 0)
    }
    try folder.write(try folder.read("b.index.words"), to: "a.index.words")
    let search = ["search", "--index", "a.index", "--count", "1"]
    let outcome = try Binary.run(search + ["4711"], in: folder)
    #expect(outcome.status == 0 && outcome.errors.contains("words of another index"), "\(outcome)")
    let asked = try Binary.run(search + ["--rank", "words", "4711"], in: folder)
    #expect(asked.status == 1 && asked.errors.contains("no words"), "\(asked)")
    // An index without words leaves none behind.
    let without = try Binary.run(
      build + ["a.index", "lines.txt", "--no-words", "--overwrite"], in: folder)
    #expect(without.status == 0 && !folder.contains("a.index.words"), "\(without)")
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
