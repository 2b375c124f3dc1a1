import Foundation
import TestSupport
import Testing

/// `paraphrase` and `interpolate` as pipes, with a model that has learned almost nothing.
@Suite struct ParaphraseTests {
  private func run(_ arguments: [String], input: String = "") throws -> Binary.Outcome {
    try Binary.run(
      [arguments[0], "--model", "tiny.textae"] + arguments.dropFirst(),
      in: try TinyModel.folder.get(), input: input)
  }

  private func objects(_ outcome: Binary.Outcome) throws -> [[String: Any]] {
    try outcome.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func `each input line gives one object, in order, and the same for the same seed`() throws {
    let arguments = ["paraphrase", "--json", "--temperature", "2", "--top-p", "1", "-"]
    let input = "the cat likes bread .\na dog sees the moon .\n"
    let outcome = try run(arguments, input: input)
    #expect(outcome.status == 0, "\(outcome)")
    let answers = try objects(outcome)
    #expect(answers.map { $0["input"] as? String } == input.split(separator: "\n").map(String.init))
    for answer in answers {
      let found = try #require(answer["paraphrases"] as? [[String: Any]])
      #expect(!found.isEmpty && found.count <= 5)
      let texts = found.compactMap { $0["text"] as? String }
      #expect(Set(texts).count == found.count && !texts.contains(answer["input"] as? String ?? ""))
      let scores = found.compactMap { $0["similarity"] as? Double }
      #expect(scores == scores.sorted(by: >))
    }
    #expect(try run(arguments, input: input).output == outcome.output)
    #expect(try run(arguments + ["--seed", "2"], input: input).output != outcome.output)
  }

  @Test func `the text output has one line per paraphrase: similarity, share changed, text`() throws
  {
    let outcome = try run(["paraphrase", "--count", "2", "the cat likes bread ."])
    #expect(outcome.status == 0, "\(outcome)")
    #expect((1...2).contains(outcome.lines.count))
    #expect(outcome.lines.allSatisfy { $0.split(separator: "\t").count == 3 })
  }

  /// 48 sentences, one per line.
  private static let tea: String = {
    let lines = ["The old man", "A young woman", "My brother", "A tired man"].flatMap { who in
      ["is drinking", "drinks", "is making", "makes"].flatMap { does in
        ["a cup of tea", "some hot tea", "a cup of coffee"].map { "\(who) \(does) \($0)." }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  @Test func `with a text, paraphrases come from it, and a sentence may have none`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.tea, to: "tea.txt")
    let input = "The old man is drinking a cup of hot tea.\nThe moon has no clocks.\n"
    let like = try Binary.run(
      ["paraphrase", "--like", "tea.txt", "--json", "-"], in: folder, input: input)
    #expect(like.status == 0, "\(like)")
    let answers = try objects(like)
    #expect(answers.count == 2)
    let found = try #require(answers.first?["paraphrases"] as? [[String: Any]])
    let last = try #require(answers.last?["paraphrases"] as? [[String: Any]])
    #expect(!found.isEmpty && last.isEmpty)
    #expect(
      found.allSatisfy { $0["fluency"] is Double && ($0["similarity"] as? Double ?? 0) >= 0.88 })
    // The index that --like has made beside the file gives the same.
    let index = try Binary.run(
      ["paraphrase", "--index", "tea.txt.index", "--json", "-"], in: folder, input: input)
    #expect(index.output == like.output, "\(index)")
    // Whatever the index compares by, similarities are cosines.
    let built = try Binary.run(
      ["index", "build", "tea.txt", "--metric", "l2", "--output", "l2.index"], in: folder)
    #expect(built.status == 0, "\(built)")
    let distances = try Binary.run(
      ["paraphrase", "--index", "l2.index", "--json", "-"], in: folder, input: input)
    #expect(
      distances.text.filter { !$0.isNumber } == like.text.filter { !$0.isNumber }, "\(distances)")
  }

  @Test func `as text, several sentences stand before their lists, and none is said to be none`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write(Self.tea, to: "tea.txt")
    let (some, none) = ("The old man is drinking a cup of hot tea.", "The moon has no clocks.")
    let alone = try Binary.run(["paraphrase", "--like", "tea.txt", some], in: folder)
    #expect(alone.status == 0 && !alone.lines.isEmpty, "\(alone)")
    #expect(alone.lines.allSatisfy { $0.split(separator: "\t").count == 3 }, "\(alone)")
    let nothing = try Binary.run(
      ["paraphrase", "--index", "tea.txt.index", "--quiet", none], in: folder)
    #expect(nothing.status == 0 && nothing.text == "no good paraphrase\n", "\(nothing)")
    let expected = "\(some)\n\(alone.text)\n\(none)\nno good paraphrase\n"
    let both = try Binary.run(
      ["paraphrase", "--index", "tea.txt.index", some, none], in: folder)
    #expect(both.text == expected, "\(both)")
    let lines = try Binary.run(
      ["paraphrase", "--index", "tea.txt.index", "-"], in: folder, input: "\(some)\n\(none)\n")
    #expect(lines.text == expected, "\(lines)")
  }

  @Test func `a model that only makes vectors will do, unless the decoder is asked`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.tea, to: "tea.txt")
    let like = ["paraphrase", "--model", "english-words", "--like", "tea.txt"]
    let sentence = "The old man is drinking a cup of hot tea."
    let refused = try Binary.run(like + ["--beam", "4", sentence], in: folder)
    #expect(refused.status == 65 && refused.errors.contains("cannot decode"), "\(refused)")
    #expect(!folder.contains("tea.txt.index"))
    let found = try Binary.run(like + [sentence], in: folder)
    #expect(found.status == 0 && found.text.contains("\t"), "\(found)")
  }

  @Test func `a model whose decoder was not trained is refused before anything is indexed`() throws
  {
    let folder = try TinyModel.copy()
    let made = try Binary.run(
      ["train", "corpus.txt", "--output", "mute.textae", "--objective", "bag", "--epochs", "1"]
        + TinyModel.training, in: folder)
    try #require(made.status == 0, "\(made)")
    let refused = try Binary.run(
      [
        "paraphrase", "--model", "mute.textae", "--like", "corpus.txt", "--samples", "2", "the cat",
      ],
      in: folder)
    #expect(refused.status == 65, "\(refused)")
    #expect(refused.errors.contains("not trained to decode"), "\(refused)")
    #expect(!folder.contains("corpus.txt.index"))
  }

  @Test func `Ctrl-C ends at once`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.tea, to: "tea.txt")
    let sentence = "The old man is drinking a cup of hot tea."
    let sentences = Array(repeating: sentence, count: 2_000).joined(separator: "\n")
    let process = try Binary.start(
      ["paraphrase", "--like", "tea.txt", "--json", "-"], in: folder)
    let outcome = try Binary.finish(process, input: Data(sentences.utf8)) { process in
      // The first sentence is being worked on when the index is there.
      while process.isRunning, !folder.contains("tea.txt.index/manifest.json") {
        Thread.sleep(forTimeInterval: 0.05)
      }
      Thread.sleep(forTimeInterval: 1)
      process.interrupt()
    }
    #expect(outcome.status == 130, "\(outcome)")
    #expect(outcome.lines.count < 2_000)
  }

  @Test func `a text that cannot be used is refused before any work`() throws {
    let folder = try TemporaryFolder()
    try folder.write("one two\n", to: "a.txt")
    let refusals: [([String], Int32, String)] = [
      (["--like", "a.txt", "--index", "a.index"], 64, "exclude each other"),
      (["--like", "missing.txt"], 1, "missing.txt"),
      (["--index", "missing.index"], 1, "missing.index"),
      (["--most-shared", "2"], 64, "--most-shared"),
      (["--most-shared", "0.5"], 64, "--like or --index"),
      (["--like", "a.txt", "--temperature", "2"], 64, "--samples"),
      (["--like", "a.txt", "--moves", "3", "--top-p", "0.5"], 64, "--samples"),
      (["--index", "a.index", "--samples", "3", "--distance", "0.5"], 64, "--moves"),
      (["--like", "a.txt", "--beam", "3", "--seed", "2"], 64, "--samples or --moves"),
      (["--like", "a.txt", "--words", "missing.vec"], 1, "missing.vec"),
      (["--like", "a.txt", ""], 65, "no text"),
      (["--index", "a.txt"], 65, "--like"),
    ]
    for (arguments, status, message) in refusals {
      let outcome = try Binary.run(["paraphrase"] + arguments + ["a sentence"], in: folder)
      #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome)")
    }
    #expect(!folder.contains("a.txt.index"))
    let words = try Binary.run(
      ["index", "build", "a.txt", "--no-vectors", "--output", "words.index"], in: folder)
    #expect(words.status == 0, "\(words)")
    let noVectors = try Binary.run(
      ["paraphrase", "--index", "words.index", "a sentence"], in: folder)
    #expect(noVectors.status == 1 && noVectors.errors.contains("no vectors"), "\(noVectors)")
    let vectors = try Binary.run(
      ["embed", "a.txt", "--output", "a.npy"], in: folder)
    #expect(vectors.status == 0, "\(vectors)")
    let built = try Binary.run(
      ["index", "build", "--vectors", "a.npy", "--output", "a.index"], in: folder)
    #expect(built.status == 0, "\(built)")
    let outcome = try Binary.run(
      ["paraphrase", "--index", "a.index", "--model", "english", "a sentence"], in: folder)
    #expect(outcome.status != 0 && outcome.errors.contains("a.index"), "\(outcome)")
  }

  @Test func `an interpolation has one sentence per step, and both ends`() throws {
    let outcome = try run([
      "interpolate", "--steps", "3", "--json", "the cat likes bread .", "a dog sees the moon .",
    ])
    #expect(outcome.status == 0, "\(outcome)")
    let walk = try #require(try objects(outcome).first?["steps"] as? [[String: Any]])
    let positions = walk.compactMap { $0["position"] as? Double }
    let expected: [Double] = [0, 1.0 / 3, 2.0 / 3, 1]
    #expect(positions == expected)
  }

  @Test func `interpolations come from pairs of lines; a single line is bad data`() throws {
    let even = try run(["interpolate", "--json", "-"], input: "a\nb\nc\nd\n")
    #expect(even.status == 0 && even.lines.count == 2, "\(even)")
    let odd = try run(["interpolate", "-"], input: "a\nb\nc\n")
    #expect(odd.status == 65, "\(odd)")
    #expect(try run(["interpolate", "alone"]).status == 64)
  }
}
