import Foundation
import TestSupport
import Testing

/// Classifiers on the command line.
@Suite struct ClassifyTests {
  /// A copy of the tiny model, with examples whose class is the verb.
  private func prepared() throws -> TemporaryFolder {
    let folder = try TinyModel.copy()
    let rows = TinyModel.corpus.split(separator: "\n").map { sentence in
      let verb = ["sees", "likes", "follows"].first { sentence.contains($0) } ?? ""
      return "\(sentence)\t\(verb)\n"
    }
    try folder.write("text\tverb\n" + rows.joined(), to: "verbs.tsv")
    try folder.write(
      "text,verb\n\"the cat sees bread .\",sees\nmy friend likes the moon .,likes\n"
        + "a dog buys bread .,buys\n", to: "test.csv")
    return folder
  }

  private let columns = ["--text-column", "text", "--label-column", "verb"]

  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  private func run(_ arguments: [String], in folder: TemporaryFolder, input: String = "") throws
    -> Binary.Outcome
  {
    let outcome = try Binary.run(arguments, in: folder, input: input)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  @Test(arguments: ["logistic", "neural"])
  func `a frozen encoder trains, predicts line by line, and evaluates`(head: String) throws {
    let folder = try prepared()
    for (name, threads) in [("a", "1"), ("b", "3")] {
      _ = try run(
        [
          "classify", "train", "verbs.tsv", "--model", "tiny.textae", "--head", head, "--output",
          "\(name).classifier", "--threads", threads,
        ] + columns, in: folder)
    }
    for file in ["config.json", "model.safetensors"] {
      #expect(try folder.read("a.classifier/\(file)") == folder.read("b.classifier/\(file)"))
    }
    let inputs = ["the cat sees the moon .", "", "a dog likes bread ."]
    let lines = inputs.map { $0 + "\n" }.joined()
    let labels = try run(["classify", "predict", "a.classifier", "-"], in: folder, input: lines)
    let answers = try run(
      ["classify", "predict", "a.classifier", "--json"], in: folder, input: lines)
    #expect(labels.lines.count == 3 && answers.lines.count == 3)
    for (number, line) in answers.lines.enumerated() {
      let answer = try object(line)
      #expect(answer["input"] as? String == inputs[number])
      #expect(answer["label"] as? String == labels.lines[number])
      let all = try #require(answer["probabilities"] as? [String: Double])
      #expect(Set(all.keys) == ["sees", "likes", "follows"])
      #expect(abs(all.values.reduce(0, +) - 1) < 1e-9)
      #expect(answer["probability"] as? Double == all.values.max())
    }
    let evaluated = try run(
      ["classify", "evaluate", "a.classifier", "test.csv", "--training", "verbs.tsv", "--json"]
        + columns, in: folder)
    #expect(evaluated.lines.count == 3)
    for line in evaluated.lines {
      let figures = try object(line)
      #expect(figures["examples"] as? Int == 3)
      // The class that no example had is always missed.
      #expect((figures["confusion"] as? [[Int]])?.count == 4)
      #expect((figures["accuracy"] as? Double ?? 1) < 0.7)
    }
    let text = try run(
      ["classify", "evaluate", "a.classifier", "test.csv"] + columns, in: folder)
    #expect(text.text.contains("macro F1") && text.text.contains("likes"), "\(text.text)")
    let info = try run(["info", "a.classifier"], in: folder)
    #expect(info.text.contains("tiny.textae") && info.text.contains(head), "\(info.text)")
  }

  @Test(arguments: ["fine-tune", "joint"])
  func `an encoder is trained and kept in the output`(mode: String) throws {
    let folder = try prepared()
    _ = try run(
      [
        "classify", "train", "verbs.tsv", "--model", "tiny.textae", "--mode", mode, "--output",
        "t.classifier", "--epochs", "3", "--learning-rate", "0.02", "--encoder-rate", "1",
      ] + columns, in: folder)
    let inner = try FileManager.default.contentsOfDirectory(
      atPath: folder.file("t.classifier/encoder.textae"))
    #expect(!inner.contains("training.safetensors") && inner.contains("model.safetensors"))
    #expect(try folder.names.count { $0.hasPrefix("t.classifier") } == 1)

    let labels = try run(
      ["classify", "predict", "t.classifier", "the cat sees bread ."], in: folder)
    #expect(["sees", "likes", "follows"].contains(labels.lines[0]))
    // The folder may be moved, encoder and all.
    try FileManager.default.moveItem(
      atPath: folder.file("t.classifier"), toPath: folder.file("moved.classifier"))
    let moved = try run(
      ["classify", "predict", "moved.classifier", "the cat sees bread ."], in: folder)
    #expect(moved.text == labels.text)
    let embedded = try run(
      [
        "embed", "corpus.txt", "--model", "moved.classifier/encoder.textae", "--output", "v.npy",
      ], in: folder)
    #expect(embedded.status == 0)
  }

  @Test func `training with labels of the corpus is an objective`() throws {
    let folder = try prepared()
    let arguments =
      [
        "train", "verbs.tsv", "--text-column", "text", "--labels", "verbs.tsv", "--output",
        "l.textae",
      ]
      + TinyModel.training + ["--epochs", "1"]
    let trained = try run(arguments + ["--label-column", "verb"], in: folder)
    #expect(trained.errors.contains("classify"), "\(trained)")
    for (extra, message) in [
      ([], "--labels and --label-column go together"),
      (["--label-column", "noun"], "no column noun"),
      (["--label-column", "verb", "--validation", "corpus.txt"], "--validation"),
    ] {
      let refused = try Binary.run(arguments + ["--overwrite"] + extra, in: folder)
      #expect(refused.status == 64 || refused.status == 65, "\(refused)")
      #expect(refused.errors.contains(message), "\(refused)")
    }
  }

  @Test func `what cannot be is refused with advice`() throws {
    let folder = try prepared()
    let train = ["classify", "train", "verbs.tsv", "--model", "tiny.textae", "--output", "c"]
    _ = try run(train + columns, in: folder)
    func refuses(_ arguments: [String], _ status: Int32, _ message: String) throws {
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome)")
    }
    try refuses(train + columns, 1, "exists")
    try refuses(train + ["--text-column", "text"], 64, "go together")
    try refuses(train + columns + ["--mode", "joint", "--head", "neural"], 64, "--head")
    try refuses(
      train + columns + ["--mode", "fine-tune", "--precision", "int8"], 64, "--precision int8")
    try folder.write("a\tx\nb\tx\n", to: "one.tsv")
    try refuses(
      [
        "classify", "train", "one.tsv", "--text-column", "1", "--label-column", "2", "--model",
        "tiny.textae", "--output", "d",
      ], 65, "two classes")
    #expect(!folder.contains("d"))
    try refuses(["classify", "predict", "tiny.textae", "x"], 65, "classifier")
    try refuses(
      ["classify", "evaluate", "c", "test.csv", "--skipgram", "x"] + columns, 64, "--training")
    _ = try run(
      ["train", "corpus.txt", "--output", "other.textae", "--epochs", "1"] + TinyModel.training,
      in: folder)
    try refuses(
      ["classify", "predict", "c", "x", "--model", "other.textae"], 65, "another encoder")
    try FileManager.default.removeItem(atPath: folder.file("tiny.textae"))
    try refuses(["classify", "predict", "c", "x"], 1, "its encoder is not at tiny.textae")
  }
}
