import Foundation
import TestSupport
import Testing

/// What joins the work of several machines: `index merge` and `average`.
@Suite struct PartsTests {
  @discardableResult
  private func run(
    _ arguments: [String], in folder: TemporaryFolder, status: Int32 = 0
  ) throws -> Binary.Outcome {
    let outcome = try Binary.run(arguments, in: folder)
    #expect(outcome.status == status, "\(arguments) \(outcome)")
    return outcome
  }

  /// A folder with the corpus, three parts of it, and an index of each.
  private func indexed(_ more: [String] = []) throws -> TemporaryFolder {
    let folder = try TinyModel.copy()
    let lines = TinyModel.corpus.split(separator: "\n").map { "\($0) it is so ." }
    let parts = [
      ("whole", lines[...]), ("a", lines[..<20]), ("b", lines[20..<21]), ("c", lines[21...]),
    ]
    for (name, lines) in parts {
      try folder.write(lines.joined(separator: "\n") + "\n", to: name + ".txt")
      try run(
        ["index", "build", name + ".txt", "--model", "tiny.textae", "--output", name + ".index"]
          + more,
        in: folder)
    }
    return folder
  }

  @Test(arguments: [[], ["--split", "sentences"], ["--no-words"], ["--stemmer", "none"]])
  func `an index of merged parts answers as one of the whole`(options: [String]) throws {
    let folder = try indexed(options)
    let merge = ["index", "merge", "a.index", "b.index", "c.index", "--output", "all.index"]
    let merged = try run(merge, in: folder)
    #expect(merged.errors.contains("all.index: "), "\(merged)")
    func compare(_ rankings: [String]) throws {
      for query in ["the cat sees bread .", "my friend likes the moon"] {
        for rank in rankings {
          let answers = try ["whole", "all"].map {
            try run(
              ["search", "--index", $0 + ".index", "--rank", rank, "--json", query], in: folder
            ).text
          }
          #expect(answers[0] == answers[1] && !answers[0].isEmpty, "\(rank)")
        }
      }
    }
    let rankings = options == ["--no-words"] ? ["vectors"] : ["vectors", "words", "hybrid"]
    try compare(rankings)
    try run(["index", "check", "all.index"], in: folder)
    try run(["index", "compact", "all.index"], in: folder)
    try compare(rankings)
    try run(merge, in: folder, status: 1)
    try run(merge + ["--overwrite"], in: folder)
    #expect(try folder.names.filter { $0.hasPrefix("all") } == ["all.index"])
  }

  @Test func `parts that do not fit are told by name, and missing words too`() throws {
    let folder = try indexed()
    try run(
      ["index", "build", "b.txt", "--model", "tiny.textae", "--no-words", "--output", "b.index"]
        + ["--overwrite"], in: folder)
    let merged = try run(
      ["index", "merge", "a.index", "b.index", "--output", "all.index"], in: folder)
    #expect(merged.errors.contains("b.index has no words, so all.index has none"), "\(merged)")
    try run(
      [
        "index", "build", "b.txt", "--model", "tiny.textae", "--codec", "int8", "--output",
        "b.index",
      ]
        + ["--overwrite"], in: folder)
    let other = try run(
      ["index", "merge", "a.index", "b.index", "--output", "x.index"], in: folder, status: 65)
    #expect(other.errors.contains("b.index: its codec is not that of a.index"), "\(other)")
    try run(["index", "build", "a.txt", "--no-vectors", "--output", "w.index"], in: folder)
    try run(["index", "merge", "w.index", "--output", "x.index"], in: folder, status: 1)
    #expect(!folder.contains("x.index"))
  }

  @Test func `two rounds of training in parts end with one model`() throws {
    let folder = try indexed(["--no-words"])
    func train(_ part: String, from model: String) throws {
      try run(
        ["train", part + ".txt", "--init", model, "--grow", "0", "--objective", "reconstruct"]
          + ["--epochs", "1", "--output", part + ".textae", "--overwrite"], in: folder)
    }
    var model = "tiny.textae"
    for round in 1...2 {
      try train("a", from: model)
      try train("c", from: model)
      model = "round\(round).textae"
      let average = try run(
        ["average", "a.textae", "c.textae", "--weight", "20", "--weight", "27", "--output", model],
        in: folder)
      #expect(average.errors.contains("average of 2 models"), "\(average)")
    }
    try run(["reconstruct", "--model", model, "the cat sees bread ."], in: folder)
    let count = try run(
      ["average", "a.textae", "c.textae", "--weight", "1", "--output", "x.textae"], in: folder,
      status: 64)
    #expect(count.errors.contains("1 --weight for 2 models"), "\(count)")
    try run(
      ["train", "a.txt", "--from-scratch", "--output", "large.textae", "--epochs", "1"]
        + ["--tokenizer-model", "word", "--embedding-size", "8", "--hidden-size", "16"], in: folder)
    let other = try run(
      ["average", "a.textae", "large.textae", "--output", "x.textae"], in: folder, status: 65)
    #expect(other.errors.contains("its hidden size is 16, and that of a.textae is 12"), "\(other)")
    try run(["average", "a.textae", "--output", "a.textae", "--overwrite"], in: folder, status: 1)
    #expect(!folder.contains("x.textae"))
  }

  @Test func `runs pause and go on from their average`() throws {
    let folder = try indexed(["--no-words"])
    func train(_ part: String, _ output: String, _ more: [String] = []) throws -> Binary.Outcome {
      try run(
        ["train", part + ".txt", "--init", "tiny.textae", "--grow", "0", "--epochs", "2"]
          + ["--objective", "reconstruct", "--batch-size", "4", "--keep-checkpoint"]
          + ["--output", output] + more, in: folder)
    }
    let paused = try train("a", "a.textae", ["--pause-after", "3"])
    #expect(paused.errors.contains("a.textae: paused; --resume continues"), "\(paused)")
    _ = try train("c", "c.textae", ["--pause-after", "3"])
    let average = try run(["average", "a.textae", "c.textae", "--into-checkpoints"], in: folder)
    #expect(average.errors.contains("2 checkpoints: weights and moments averaged"), "\(average)")
    #expect(
      try fileBytes(folder.file("a.textae/model.safetensors"))
        == fileBytes(folder.file("c.textae/model.safetensors")))
    for part in ["a", "c"] { _ = try train(part, part + ".textae", ["--resume"]) }
    // A pause without an average changes nothing.
    _ = try train("a", "whole.textae")
    _ = try train("a", "parts.textae", ["--pause-after", "2"])
    _ = try train("a", "parts.textae", ["--resume"])
    #expect(
      try fileBytes(folder.file("whole.textae/model.safetensors"))
        == fileBytes(folder.file("parts.textae/model.safetensors")))
    let place = try run(["average", "a.textae", "c.textae"], in: folder, status: 64)
    #expect(place.errors.contains("either --output or --into-checkpoints"), "\(place)")
    let missing = try run(
      ["average", "tiny.textae", "a.textae", "--into-checkpoints"], in: folder, status: 65)
    #expect(!missing.errors.isEmpty)
  }
}
