import Foundation
import TestSupport
import Testing

/// Anomaly detection on the command line.
@Suite struct AnomaliesTests {
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

  @Test func `texts are fitted, scored line by line, and explained`() throws {
    let folder = try TinyModel.copy()
    for (name, threads) in [("a", "1"), ("b", "3")] {
      _ = try run(
        [
          "anomalies", "fit", "corpus.txt", "--model", "tiny.textae", "--output",
          "\(name).anomalies", "--threads", threads, "--quiet",
        ], in: folder)
    }
    #expect(
      try folder.read("a.anomalies/model.safetensors")
        == folder.read("b.anomalies/model.safetensors"))
    let inputs = ["the cat sees the moon .", "", "zebra zebra zebra zebra zebra"]
    let lines = inputs.map { $0 + "\n" }.joined()
    let text = try run(
      ["anomalies", "score", "a.anomalies", "--explain"], in: folder, input: lines)
    #expect(text.lines.count == 3, "\(text.text)")
    let answers = try run(
      [
        "anomalies", "score", "a.anomalies", "--explain", "--count", "2", "--json", "--detector",
        "reconstruction", "-",
      ], in: folder, input: lines)
    let objects = try answers.lines.map(object)
    #expect(objects.map { $0["line"] as? Int } == [1, 2, 3])
    #expect(objects.map { $0["input"] as? String } == inputs)
    #expect((objects[0]["costs"] as? [Any])?.count == 2)
    let scores = objects.compactMap { $0["score"] as? Double }
    #expect(scores.count == 3 && scores[2] > scores[0], "\(scores)")
    let info = try run(["info", "a.anomalies"], in: folder)
    #expect(info.text.contains("mahalanobis") && info.text.contains("tiny.textae"))
  }

  @Test func `records are fitted to normal rows, with an encoder of their own`() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<120).map { "\($0 % 7);\($0 % 50 + 10);ok;normal\n" }
    try folder.write("size;time;state;label\n" + rows.joined(), to: "normal.csv")
    let others = (0..<20).map { "\($0 % 7);\($0 * 1_000 + 500);failed;attack\n" }
    try folder.write(
      "size;time;state;label\n" + rows.prefix(40).joined() + others.joined(), to: "mixed.csv")
    let labels = ["--label-column", "label"]
    _ = try run(
      [
        "anomalies", "fit", "normal.csv", "--fields", "size,time,state", "--time-budget", "2s",
        "--epochs", "2", "--tune", "mixed.csv", "--output", "r.anomalies",
      ] + labels, in: folder)
    #expect(folder.contains("r.anomalies/encoder.textae/model.safetensors"))
    #expect(!folder.contains("r.anomalies/encoder.textae/training.safetensors"))
    let evaluated = try run(
      ["anomalies", "evaluate", "r.anomalies", "mixed.csv", "--training", "normal.csv", "--json"]
        + labels, in: folder)
    let figures = try evaluated.lines.map(object)
    #expect(
      figures.map { $0["detector"] as? String } == [
        "combined", "reconstruction", "mahalanobis", "neighbors", "distance to mean",
        "TF-IDF + PCA error",
      ])
    for one in figures { #expect((one["rocAUC"] as? Double ?? 0) > 0.9, "\(one)") }
    #expect(figures[0]["anomalous"] as? Int == 20 && figures[0]["f1"] as? Double ?? 0 > 0.8)
    let text = try run(
      ["anomalies", "evaluate", "r.anomalies", "mixed.csv"] + labels, in: folder)
    #expect(text.text.contains("ROC AUC"))
    // The columns are those of the fit, so the scored table needs no labels.
    try folder.write("state;time;size\nfailed;99999;3\n", to: "new.csv")
    let scored = try run(
      ["anomalies", "score", "r.anomalies", "new.csv", "--explain", "--count", "1"], in: folder)
    #expect(scored.text.contains("size=3 time=99999 state=failed"), "\(scored.text)")
    #expect(scored.text.contains("anomalous"), "\(scored.text)")
  }

  @Test func `what cannot be is refused with advice`() throws {
    let folder = try TinyModel.copy()
    func refuses(_ arguments: [String], _ status: Int32, _ message: String) throws {
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == status && outcome.errors.contains(message), "\(outcome)")
    }
    let fit = ["anomalies", "fit", "corpus.txt", "--model", "tiny.textae", "--output", "a"]
    _ = try run(fit, in: folder)
    try refuses(fit, 1, "exists")
    try refuses(fit + ["--label-column", "2"], 64, "needs a table")
    try refuses(fit + ["--fields", "1", "--text-column", "1"], 64, "--fields")
    try refuses(fit + ["--normal", "x"], 64, "--label-column")
    try refuses(fit + ["--tune", "x"], 64, "--label-column")
    try folder.write("a\nb\n", to: "few.txt")
    try refuses(
      ["anomalies", "fit", "few.txt", "--output", "few"], 65, "too few normal texts: 2,")
    #expect(!folder.contains("few"))
    try refuses(["anomalies", "score", "a", "corpus.txt", "--detector", "x"], 64, "no detector")
    try refuses(["anomalies", "evaluate", "a", "corpus.txt"], 64, "--label-column")
    try folder.write("a\tx\nb\tx\n", to: "one.tsv")
    try refuses(
      [
        "anomalies", "evaluate", "a", "one.tsv", "--text-column", "1", "--label-column", "2",
        "--normal", "x",
      ], 65, "nothing to tell apart")
    try refuses(["anomalies", "score", "tiny.textae", "corpus.txt"], 65, "anomaly")
    try FileManager.default.removeItem(atPath: folder.file("tiny.textae"))
    try refuses(["anomalies", "score", "a", "corpus.txt"], 1, "its encoder is not at tiny.textae")
  }
}
