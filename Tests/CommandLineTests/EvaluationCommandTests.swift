import Foundation
import TestSupport
import Testing

@Suite("evaluate, compare and postprocess as a user runs them")
struct EvaluationCommandTests {
  private let corpus = """
    the dog bit the man in the park
    a man walks his dog in the park
    the cat sat on the mat
    a small cat sleeps on a mat
    ships sail over the calm sea
    the sea was calm and the ships were slow
    she plays the piano in the evening
    he plays the guitar every evening
    the soup was hot and the bread was fresh
    fresh bread and hot soup for everyone
    """

  private let scored = """
    5.0\tthe dog bit the man\ta dog bit a man
    4.0\tthe cat sat on a mat\ta cat sleeps on the mat
    3.0\tships on the sea\tthe calm sea
    1.0\tthe soup was hot\the plays the guitar
    0.0\tshe plays the piano\tships sail
    """

  private func prepare(_ folder: TemporaryFolder) throws {
    try folder.write(corpus + "\n", to: "corpus.txt")
    try folder.write(scored + "\n", to: "scored.tsv")
    for (name, dimension) in [("a.lsa", "4"), ("b.lsa", "8")] {
      let outcome = try Binary.run(
        ["lsa", "corpus.txt", "--dimension", dimension, "--min-count", "1", "--output", name],
        in: folder)
      try #require(outcome.status == 0, "\(outcome)")
    }
  }

  private func object(_ outcome: Binary.Outcome) throws -> [String: Any] {
    try #require(outcome.status == 0, "\(outcome)")
    return try #require(
      try JSONSerialization.jsonObject(with: outcome.output) as? [String: Any])
  }

  @Test("evaluate says how a file was read, asks where that is not clear, and takes the answer")
  func columns() throws {
    let folder = try TemporaryFolder()
    try prepare(folder)
    let command = ["evaluate", "--model", "a.lsa", "--json"]
    let plain = try Binary.run(command + ["scored.tsv"], in: folder)
    let expected = try object(plain)
    #expect(
      plain.errors == "scored.tsv: read as similarity, tab-separated, texts in columns 2 and 3, "
        + "score in column 1, scores from 0 to 5\n")

    let piped = try Binary.shell(
      "cat scored.tsv | \"$textae\" evaluate --model a.lsa --json -", in: folder)
    let answer = try object(piped)
    #expect(answer["file"] as? String == "-" && piped.errors.contains("-: read as similarity"))
    #expect(answer["pairs"] as? Int == 5 && expected["pairs"] as? Int == 5)
    for (command, words) in [
      ("TMPDIR=/none/at/all \"$textae\" evaluate --model a.lsa - < scored.tsv", "let TMPDIR name"),
      (
        "\"$textae\" classify train - --model a.lsa --output c < scored.tsv",
        "standard input: it looks like similarity"
      ),
    ] {
      let outcome = try Binary.shell(command, in: folder)
      #expect(outcome.status != 0 && outcome.errors.contains(words), "\(outcome)")
    }
    let nothing = try Binary.shell(
      "printf 'x' | \"$textae\" evaluate --model a.lsa -", in: folder)
    #expect(nothing.errors.contains("standard input: not recognized"), "\(nothing)")

    let rows = scored.split(separator: "\n").enumerated()
    let text = rows.map { "\($0.offset)\t\($0.element)\t\(9 - $0.offset)\n" }.joined()
    try folder.write(text, to: "more.tsv")
    let unclear = try Binary.run(command + ["more.tsv"], in: folder)
    #expect(unclear.status == 65 && unclear.output.isEmpty)
    #expect(unclear.errors.contains("--kind") && unclear.errors.contains("--columns"))
    let settled = try object(
      Binary.run(
        command + ["more.tsv", "--kind", "similarity", "--columns", "3,4,2"], in: folder))
    #expect(settled["spearman"] as? Double == expected["spearman"] as? Double)

    let alone = try Binary.run(command + ["more.tsv", "--columns", "3,4,2"], in: folder)
    #expect(alone.status == 64 && alone.errors.contains("--columns needs --kind"))
  }

  @Test("Words that are left out of a vector file are a warning, and the others are used")
  func wordsLeftOut() throws {
    let folder = try TemporaryFolder()
    let vectors = Array("4 2\ncat 1 0\nna".utf8) + [0xC3] + Array(" 1 1\ndog 1 1\nsea 0 1\n".utf8)
    try folder.write(vectors, to: "words.vec")
    try folder.write("cat\tdog\t9\ncat\tsea\t1\n", to: "judged.tsv")
    let outcome = try Binary.run(
      ["evaluate", "--model", "words.vec", "judged.tsv", "--json", "--quiet"], in: folder)
    #expect(try object(outcome)["pairs"] as? Int == 2)
    #expect(
      outcome.errors
        == "warning: words.vec: 1 word that is not valid UTF-8 is left out\n")
  }

  @Test("evaluate gives one object a file, and post-processing changes its figures unless --raw")
  func evaluate() throws {
    let folder = try TemporaryFolder()
    try prepare(folder)
    let command = ["evaluate", "--model", "a.lsa", "scored.tsv", "--json"]
    let plain = try object(Binary.run(command, in: folder))
    #expect(plain["file"] as? String == "scored.tsv")
    #expect(plain["kind"] as? String == "similarity")
    #expect(plain["pairs"] as? Int == 5)
    #expect(plain["spearman"] is Double && plain["pearson"] is Double)

    let fit = try Binary.run(
      ["postprocess", "fit", "corpus.txt", "--model", "a.lsa", "--center", "--remove", "1"],
      in: folder)
    try #require(fit.status == 0, "\(fit)")
    let changed = try object(Binary.run(command, in: folder))
    #expect(changed["pearson"] as? Double != plain["pearson"] as? Double)
    let raw = try object(Binary.run(command + ["--raw"], in: folder))
    #expect(raw["pearson"] as? Double == plain["pearson"] as? Double)

    let against = try object(
      Binary.run(command + ["--against", "b.lsa", "--threads", "1"], in: folder))
    #expect(against["difference"] is [String: Any] && against["against"] is [String: Any])
  }

  @Test("compare shows neighbors in columns that fit, and the same as JSON", arguments: [80, 160])
  func compare(width: Int) throws {
    let folder = try TemporaryFolder()
    try prepare(folder)
    let command = [
      "compare", "--models", "a.lsa", "b.lsa", "--sentences", "corpus.txt", "--count", "2",
      "the dog in the park",
    ]
    let outcome = try Binary.run(command + ["--width", "\(width)"], in: folder)
    try #require(outcome.status == 0, "\(outcome)")
    let asked = try Binary.run(command, in: folder, environment: ["COLUMNS": "\(width)"])
    #expect(asked.output == outcome.output)
    #expect(outcome.lines.allSatisfy { $0.count <= width })
    #expect(outcome.text.contains("a.lsa   ") && outcome.text.contains("b.lsa\n"))
    #expect(outcome.text.contains("word order"))

    let result = try object(Binary.run(command + ["--json"], in: folder))
    let queries = try #require(result["queries"] as? [[String: Any]])
    let lists = try #require(queries.first?["neighbors"] as? [[[String: Any]]])
    #expect(lists.map(\.count) == [2, 2])
  }

  @Test("One comparison can include word vectors with several poolings, beside an autoencoder")
  func poolings() throws {
    let folder = try TinyModel.copy()
    let train = try Binary.run(
      ["skipgram", "corpus.txt", "--output", "w.skipgram"] + TinyWords.training, in: folder)
    try #require(train.status == 0, "\(train)")
    let command = [
      "compare", "--models", "w.skipgram:mean", "w.skipgram:sif", "tiny.textae", "--sentences",
      "corpus.txt", "--count", "2", "the cat sees the moon .",
    ]
    let result = try object(Binary.run(command + ["--json"], in: folder))
    let models = try #require(result["models"] as? [[String: Any]])
    let names = ["w.skipgram:mean", "w.skipgram:sif", "tiny.textae"]
    #expect(models.map { $0["name"] as? String } == names)
    let probes = try #require(result["probes"] as? [[String: Any]])
    let order = try #require(probes.first { $0["kind"] as? String == "wordOrder" })
    let movement = try #require(order["movement"] as? [Double])
    // Averages do not know order; an LSTM does, however little it has learned.
    #expect(movement[0] == 0 && movement[2] > 0)
    let text = try Binary.run(command + ["--width", "80"], in: folder)
    #expect(text.lines.allSatisfy { $0.count <= 80 } && text.text.contains("w.skipgram:sif"))

    try folder.write(scored + "\n", to: "scored.tsv")
    let against = try object(
      Binary.run(
        [
          "evaluate", "--model", "w.skipgram:sif-weights", "--against", "w.skipgram:mean",
          "scored.tsv", "--json",
        ], in: folder))
    #expect(against["model"] as? String == "w.skipgram:sif-weights")
    #expect(against["difference"] is [String: Any])
  }

  @Test func `lsa takes --stem-prefix under its old name too`() throws {
    let folder = try TemporaryFolder()
    try folder.write("walks walked jumping\nwalking jumped\n", to: "in.txt")
    for (option, output) in [("--stem-prefix", "new"), ("--stem-letters", "old")] {
      let outcome = try Binary.run(
        ["lsa", "in.txt", "--dimension", "0", option, "4", "--output", output], in: folder)
      #expect(outcome.status == 0, "\(outcome)")
      let info = try Binary.run(["info", output], in: folder)
      #expect(info.lines.contains("  words      2"), "\(info)")
    }
  }

  @Test(
    "lsa learns the same from standard input as from a file, and replaces nothing without a request"
  )
  func latent() throws {
    let folder = try TemporaryFolder()
    try prepare(folder)
    let command = ["lsa", "-", "--dimension", "4", "--min-count", "1", "--output", "c.lsa/"]
    let piped = try Binary.run(command, in: folder, input: corpus + "\n")
    #expect(piped.status == 0, "\(piped)")
    #expect(try folder.read("c.lsa/model.safetensors") == folder.read("a.lsa/model.safetensors"))
    #expect(try folder.names == ["a.lsa", "b.lsa", "c.lsa", "corpus.txt", "scored.tsv"])
    let info = try Binary.run(["info", "c.lsa"], in: folder)
    #expect(info.status == 0 && info.lines.contains("  dimension  4"), "\(info)")
    let again = try Binary.run(command, in: folder, input: "other words\n")
    #expect(again.status == 1 && again.errors.contains("--overwrite"), "\(again)")
    let empty = try Binary.run(["lsa", "-", "--output", "d.lsa"], in: folder)
    #expect(empty.status == 65 && !folder.contains("d.lsa"), "\(empty)")
  }

  @Test("A file whose scores cannot be correlated is explained", arguments: [1, 3])
  func uncorrelated(examples: Int) throws {
    let folder = try TemporaryFolder()
    try prepare(folder)
    let pair = "2.5\tthe cat sat\tthe dog bit\n"
    try folder.write(String(repeating: pair, count: examples), to: "same.tsv")
    let outcome = try Binary.run(["evaluate", "--model", "a.lsa", "same.tsv"], in: folder)
    #expect(outcome.status == 0 && outcome.text.contains("no correlation"), "\(outcome)")
    #expect(outcome.text.contains(examples == 1 ? "1 example)" : "3 examples)"))
  }

  @Test("A signal ends an evaluation at once, with the figures of the files before")
  func interrupt() throws {
    let folder = try TemporaryFolder()
    try prepare(folder)
    // Different words, so that the correlation is defined and resampling takes far longer than
    // a signal.
    let words = ["dog", "cat", "man", "park", "sea", "ships", "soup", "bread", "piano", "guitar"]
    let lines = (0..<20_000).map { "\($0 % 7).0\tthe \(words[$0 % 10])\ta \(words[$0 % 9])\n" }
    try folder.write(lines.joined(), to: "long.tsv")
    let outcome = try Binary.shell(
      """
      "$textae" evaluate --model a.lsa --resamples 100000 --json scored.tsv long.tsv > out & id=$!
      while kill -0 $id && [ ! -s out ]; do sleep 0.05; done
      kill -TERM $id; wait $id
      """, in: folder)
    #expect(outcome.status == 130, "\(outcome)")
    #expect(String(decoding: try folder.read("out"), as: UTF8.self).hasSuffix("}\n"))
  }

  @Test("The word order probe needs no file, and comes after the files")
  func wordOrder() throws {
    let folder = try TinyModel.copy()
    let train = try Binary.run(
      ["skipgram", "corpus.txt", "--output", "w.skipgram"] + TinyWords.training, in: folder)
    try #require(train.status == 0, "\(train)")
    let mean = ["evaluate", "--model", "w.skipgram:mean", "--resamples", "50"]
    let alone = try Binary.run(mean + ["--word-order"], in: folder)
    #expect(alone.status == 0, "\(alone)")
    #expect(
      alone.text.contains("(wordOrder, 1,000 examples, 2 classes)\n  accuracy  "), "\(alone.text)")

    let result = try object(
      Binary.run(mean + ["--word-order", "--json", "--against", "tiny.textae"], in: folder))
    #expect(result["kind"] as? String == "wordOrder" && result["pairs"] as? Int == 1_000)
    #expect(abs(try #require(result["accuracy"] as? Double) - 0.5) < 0.02)
    let other = try #require(result["against"] as? [String: Any])
    #expect(other["accuracy"] is Double && other["model"] as? String == "tiny.textae")
    #expect(result["difference"] is [String: Any])

    try folder.write(scored + "\n", to: "scored.tsv")
    let both = try Binary.run(mean + ["scored.tsv", "--word-order", "--json"], in: folder)
    #expect(both.lines.map { $0.contains("wordOrder") } == [false, true], "\(both)")
    let neither = try Binary.run(mean, in: folder)
    #expect(neither.status == 64 && neither.errors.hasPrefix("textae evaluate: FILE… is missing;"))
  }

  @Test("Impossible requests are explained, with the right exit status")
  func failures() throws {
    let folder = try TemporaryFolder()
    try prepare(folder)
    try folder.write("Once upon a time.\n", to: "prose.txt")
    try folder.write("old new 1.5\nsmart clever 9\n", to: "words.txt")
    for file in ["prose.txt", "words.txt"] {
      let outcome = try Binary.run(["evaluate", "--model", "a.lsa", file], in: folder)
      #expect(outcome.status == 65 && outcome.errors.contains(file))
    }
    let few = try Binary.run(
      ["compare", "--models", "a.lsa", "b.lsa", "--sentences", "prose.txt"], in: folder)
    #expect(few.status == 65 && few.errors.contains("two different sentences"), "\(few)")
    let one = try Binary.run(
      ["compare", "--models", "a.lsa", "--sentences", "corpus.txt"], in: folder)
    #expect(one.status == 64)
    let nothing = try Binary.run(
      ["postprocess", "fit", "corpus.txt", "--model", "a.lsa"], in: folder)
    #expect(nothing.status == 64)
    let many = try Binary.run(
      ["postprocess", "fit", "corpus.txt", "--model", "a.lsa", "--whiten", "9"], in: folder)
    #expect(many.status == 65)
  }
}
