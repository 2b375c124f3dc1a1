import Foundation
import SkipGram
import TensorKit
import TestSupport
import Testing

/// Word vectors as a user trains, queries and exports them.
@Suite struct SkipGramTests {
  private func run(_ line: String, in folder: TemporaryFolder, input: String = "") throws
    -> Binary.Outcome
  {
    try Binary.run(line.split(separator: " ").map(String.init), in: folder, input: input)
  }

  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test
  func `the deterministic mode gives the same bytes for one thread and two, from file and pipe`()
    throws
  {
    let folder = try TinyWords.copy()
    let outcome = try Binary.run(
      ["skipgram", "-", "--output", "two.skipgram", "--threads", "2", "--json"]
        + TinyWords.training, in: folder, input: TinyModel.corpus)
    #expect(outcome.status == 0, "\(outcome)")
    let figures = try object(outcome.text)
    #expect(figures["words"] as? Int == 17 && figures["dimension"] as? Int == 8)
    for name in ["model.safetensors", "config.json", "tokenizer.json"] {
      #expect(try folder.read("two.skipgram/\(name)") == folder.read("tiny.skipgram/\(name)"))
    }
    #expect(try folder.names == ["corpus.txt", "tiny.skipgram", "two.skipgram"])
  }

  @Test func `a model that exists is only replaced with --overwrite`() throws {
    let folder = try TinyWords.copy()
    let before = try folder.read("tiny.skipgram/model.safetensors")
    let command =
      ["skipgram", "corpus.txt", "--output", "tiny.skipgram/", "--seed", "9"] + TinyWords.training
    let refused = try Binary.run(command, in: folder)
    #expect(refused.status == 1 && refused.errors.contains("--overwrite"), "\(refused)")
    #expect(!refused.errors.contains("--resume"))
    #expect(try folder.read("tiny.skipgram/model.safetensors") == before)
    let replaced = try Binary.run(command + ["--overwrite"], in: folder)
    #expect(replaced.status == 0, "\(replaced)")
    #expect(try folder.read("tiny.skipgram/model.safetensors") != before)
  }

  @Test(arguments: [
    ("caf\u{E9} one\ncafe\u{301} two\n", ["--normalization", "none"]),
    ("\u{11938} one\n\u{11935}\u{11930} two\n", []),
  ])
  func `words with equal letters and different bytes are two words, and the model opens`(
    text: String, options: [String]
  ) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "n.txt")
    let build = try Binary.run(
      ["vocab", "build", "n.txt", "--tokenizer-model", "word", "--output", "n.json"] + options,
      in: folder)
    #expect(build.status == 0, "\(build)")
    let train = try run(
      "skipgram n.txt --tokenizer n.json --min-count 1 --dimension 4 --output n.skipgram --json",
      in: folder)
    #expect(try object(train.text)["words"] as? Int == 4, "\(train)")
    let info = try run("info n.skipgram --json", in: folder)
    #expect(info.status == 0, "\(info)")
    #expect(try object(info.text)["words"] as? Int == 4)
  }

  @Test(arguments: ["vocab", "model"])
  func `a tokenizer, also that of a model, decides the words`(kind: String) throws {
    let folder = try TinyWords.copy()
    try folder.write("The CAT sees\nThe CAT likes\n", to: "other.txt")
    let build =
      kind == "vocab"
      ? "vocab build other.txt --tokenizer-model word --lowercase --output words"
      : "skipgram other.txt --lowercase --min-count 1 --dimension 4 --output words"
    #expect(try run(build, in: folder).status == 0)
    let train = try run(
      "skipgram corpus.txt --tokenizer words --dimension 4 --min-count 1 --output o.skipgram --json",
      in: folder)
    #expect(try object(train.text)["words"] as? Int == 4, "\(train)")
    let both = try run(
      "skipgram corpus.txt --tokenizer words --lowercase --output p.skipgram", in: folder)
    #expect(both.status == 64 && both.errors.contains("--lowercase"))
  }

  @Test(arguments: [
    ("", 65, "input.txt"), ("one two three\n", 65, "5 times or more"),
    ("same same same same same\n", 65, "--min-count"),
  ])
  func `text without any word to learn is bad data`(text: String, status: Int32, name: String)
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "input.txt")
    let outcome = try run("skipgram input.txt --output o.skipgram", in: folder)
    #expect(outcome.status == status && outcome.errors.hasPrefix("textae: "), "\(outcome)")
    #expect(outcome.errors.contains(name), "\(outcome)")
    #expect(try folder.names == ["input.txt"])
  }

  @Test(arguments: [
    ("skipgram missing.txt --output o.skipgram", 1, "missing.txt"),
    ("skipgram corpus.txt --output no/o.skipgram", 1, "no/o.skipgram"),
    ("skipgram corpus.txt --output o.skipgram --window 0", 64, "--window"),
    ("skipgram corpus.txt --output o.skipgram --tokenizer corpus.txt", 65, "corpus.txt"),
    ("neighbors --model missing.vec cat", 1, "missing.vec"),
    ("neighbors --model corpus.txt cat", 65, "corpus.txt"),
    ("export --model tiny.skipgram --output corpus.txt", 1, "--overwrite"),
    ("export --model tiny.skipgram --output tiny.skipgram --format textae", 1, "--overwrite"),
    ("embed --model tiny.skipgram:max corpus.txt --output o.npy", 64, "sif-weights"),
    ("neighbors --model . cat", 65, "skipgram or lsa wrote"),
    ("embed --model missing:mean corpus.txt --output o.npy", 1, "missing"),
  ])
  func `errors are named, and nothing is left behind`(line: String, status: Int32, name: String)
    throws
  {
    let folder = try TinyWords.copy()
    let outcome = try run(line, in: folder)
    #expect(outcome.status == status && outcome.errors.contains(name), "\(outcome)")
    #expect(try folder.names == ["corpus.txt", "tiny.skipgram"])
  }

  @Test func `an interrupt ends with 130 and writes nothing`() throws {
    let folder = try TinyWords.copy()
    let arguments = [
      "skipgram", "corpus.txt", "--output", "long.skipgram", "--epochs", "100000", "--min-count",
      "1",
    ]
    let process = try Binary.start(arguments, in: folder)
    let outcome = try Binary.finish(process) { process in
      // The token ids are beside the output once training begins.
      for _ in 0..<600 where !folder.contains("long.skipgram.tokens") {
        Thread.sleep(forTimeInterval: 0.05)
      }
      process.interrupt()
    }
    #expect(outcome.status == 130 && outcome.errors.contains("not written"), "\(outcome)")
    #expect(try folder.names == ["corpus.txt", "tiny.skipgram"])
  }

  @Test func `neighbors have falling scores, one list per word`() throws {
    let folder = try TinyWords.folder.get()
    let outcome = try run(
      "neighbors --model tiny.skipgram --count 3 --json -", in: folder, input: "cat\n\nMoon\n")
    #expect(outcome.status == 0, "\(outcome)")
    let answers = try outcome.lines.map(object)
    #expect(answers.map { $0["query"] as? String } == ["cat", "moon"])
    for answer in answers {
      let found = try #require(answer["neighbors"] as? [[String: Any]])
      let scores = found.compactMap { $0["score"] as? Double }
      #expect(scores.count == 3 && scores == scores.sorted(by: >) && (scores.first ?? 2) <= 1.0001)
      #expect(!found.contains { $0["word"] as? String == answer["query"] as? String })
    }
    let plain = try run("neighbors --model tiny.skipgram cat", in: folder)
    #expect(
      plain.lines.count == 10 && plain.lines.allSatisfy { $0.split(separator: "\t").count == 2 })

    let some = try run(
      "neighbors --model tiny.skipgram --count 3 --json -", in: folder,
      input: "cat\nfrend\nMoon\nhelicopter\n")
    #expect(some.status == 65 && some.lines.count == 2, "\(some)")
    for words in [#"did you mean "friend"?"#, #""helicopter""#, "2 of the words"] {
      #expect(some.errors.contains(words), "\(some)")
    }
  }

  @Test(arguments: [
    (
      "neighbors --model tiny.skipgram frend",
      #"tiny.skipgram: no vector for the word "frend"; did you mean "friend"?"#
    ),
    ("analogy --model tiny.skipgram cat dgo moon", #"did you mean "dog"?"#),
    ("neighbors --model tiny.skipgram helicopter", "too rare"),
  ])
  func `an unknown word is named with the nearest one that is known`(line: String, message: String)
    throws
  {
    let outcome = try run(line, in: try TinyWords.folder.get())
    #expect(outcome.status == 65 && outcome.errors.contains(message), "\(outcome)")
    #expect(outcome.output.isEmpty)
  }

  @Test func `an unknown word does not suppress the other answers`() throws {
    let outcome = try run(
      "neighbors --model tiny.skipgram --count 2 -", in: try TinyWords.folder.get(),
      input: "cat\nhelicopter\ndog\n")
    #expect(outcome.status == 65 && outcome.errors.contains("helicopter"), "\(outcome)")
    #expect(outcome.lines.filter { $0.hasPrefix("#") } == ["# cat", "# dog"], "\(outcome)")
  }

  @Test(arguments: ["addition", "multiplication"])
  func `an analogy is answered from a file of another program`(method: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "5 3\nman 1 0.1 0\nking 1 0 1\nwoman 0 1 0\nqueen 0 1 1\nstone -1 -1 -1\n", to: "four.vec")
    let outcome = try run(
      "analogy --model four.vec man king woman --method \(method) --json", in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    let answer = try object(outcome.text)
    #expect(
      [answer["a"], answer["b"], answer["c"]].map { $0 as? String } == ["man", "king", "woman"])
    let found = try #require(answer["neighbors"] as? [[String: Any]])
    #expect(found.map { $0["word"] as? String } == ["queen", "stone"])
  }

  @Test(arguments: ["word2vec", "word2vec-binary"])
  func `exported vectors can be used in place of the model`(format: String) throws {
    let folder = try TinyWords.copy()
    let export = try run(
      "export --model tiny.skipgram --format \(format) --output tiny.vec --quiet", in: folder)
    #expect(export.status == 0 && export.errors.isEmpty, "\(export)")
    #expect(try folder.read("tiny.vec").starts(with: Data("17 8\n".utf8)))
    let again = try run(
      "export --model tiny.vec --format textae --output again.skipgram --quiet", in: folder)
    #expect(again.status == 0, "\(again)")
    let expected = try run("neighbors --model tiny.skipgram --json river", in: folder)
    for model in ["tiny.vec", "again.skipgram"] {
      let found = try run("neighbors --model \(model) --json river", in: folder)
      #expect(found.status == 0 && found.output == expected.output, "\(found)")
      let embed = try run(
        "embed --model \(model):sif corpus.txt --format tsv --output -", in: folder)
      #expect(embed.status == 0 && embed.lines.count == 48)
    }
    let info = try object(try run("info --json again.skipgram", in: folder).text)
    #expect(info["kind"] as? String == "skipgram" && info["words"] as? Int == 17)
  }

  @Test func `words with blanks are left out of an export, with one warning`() throws {
    let folder = try TemporaryFolder()
    let model = SkipGramModel(
      words: ["the", ". . .", "new york"],
      wordVectors: Matrix(rows: 3, columns: 2, values: [1, 2, 3, 4, 5, 6]))
    try model.write(to: folder.file("m.skipgram"))
    let outcome = try run("export --model m.skipgram --output m.vec", in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(
      outcome.errors.hasPrefix("warning: words left out because they have white space in them: 2;"),
      "\(outcome)")
    #expect(try folder.read("m.vec") == Data("1 2\nthe 1.0 2.0\n".utf8))
  }

  @Test func `each pooling gives different vectors, and only word vectors have one`() throws {
    let folder = try TinyWords.copy()
    let embed = "corpus.txt --format tsv --output -"
    let kinds = ["", ":mean", ":sif", ":sif-weights"]
    let outputs = try kinds.map { kind in
      try run("embed --model tiny.skipgram\(kind) \(embed)", in: folder).text
    }
    #expect(outputs[0] == outputs[2])
    #expect(Set(outputs).count == 3)
    #expect(try run("lsa corpus.txt --dimension 4 --output a.lsa", in: folder).status == 0)
    let none = try run("embed --model a.lsa:mean \(embed)", in: folder)
    #expect(none.status == 64 && none.errors.contains("has no word vectors"), "\(none)")
    let text = try run("neighbors --model a.lsa cat", in: folder)
    #expect(text.status == 65 && text.errors.contains("no word vectors"), "\(text)")
  }

  @Test func `an index remembers the pooling`() throws {
    let folder = try TinyWords.copy()
    let build = try run(
      "index build corpus.txt --model tiny.skipgram:mean --output c.index", in: folder)
    #expect(build.status == 0, "\(build)")
    try FileManager.default.createDirectory(
      at: folder.url("elsewhere"), withIntermediateDirectories: false)
    try FileManager.default.copyItem(
      at: folder.url("c.index"), to: folder.url("elsewhere/c.index"))
    let lost = try Binary.shell(
      "cd elsewhere; \"$textae\" search --index c.index bread", in: folder)
    #expect(lost.status == 1 && lost.errors.contains("--model"), "\(lost)")
    let found = try Binary.run(
      ["search", "--index", "c.index", "--count", "1", "a dog likes bread ."], in: folder)
    #expect(found.status == 0 && found.text.contains("a dog likes bread ."), "\(found)")
    let other = try run(
      "search --index c.index --model tiny.skipgram:sif-weights bread", in: folder)
    #expect(other.status == 65, "\(other)")
  }
}
