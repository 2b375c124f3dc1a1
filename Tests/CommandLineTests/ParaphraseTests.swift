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

  @Test func `with a text, paraphrases come from it, and a sentence may have none`() throws {
    let folder = try TemporaryFolder()
    let lines = ["The old man", "A young woman", "My brother", "A tired man"].flatMap { who in
      ["is drinking", "drinks", "is making", "makes"].flatMap { does in
        ["a cup of tea", "some hot tea", "a cup of coffee"].map { "\(who) \(does) \($0)." }
      }
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "tea.txt")
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
    let text = try Binary.run(
      ["paraphrase", "--index", "tea.txt.index", "The moon has no clocks."], in: folder)
    #expect(text.status == 0 && text.output.isEmpty, "\(text)")
    #expect(text.errors.contains("no good paraphrase: The moon has no clocks."), "\(text)")
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
    ]
    for (arguments, status, message) in refusals {
      let outcome = try Binary.run(["paraphrase"] + arguments + ["a sentence"], in: folder)
      #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome)")
    }
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
