import Foundation
import Testing

/// What a model is trained by, as options of `train`.
@Suite struct ObjectiveTests {
  private func train(_ options: [String], in folder: Folder) throws -> Binary.Outcome {
    try Binary.run(
      ["train", "corpus.txt", "--output", "m.textae", "--epochs", "2"] + TinyModel.training
        + options, in: folder)
  }

  private func corpus() throws -> Folder {
    let folder = try Folder()
    try folder.write("corpus.txt", TinyModel.corpus)
    return folder
  }

  @Test func `objectives and corruptions are repeated, recorded and shown`() throws {
    let folder = try corpus()
    let outcome = try train(
      [
        "--objective", "reconstruct:0.5", "--objective", "bag", "--objective", "contrast",
        "--corruption", "drop:0.2", "--corruption", "shuffle:3",
      ], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    for word in ["bag ", "contrast ", "reconstruct ", "perplexity", "tokens right"] {
      #expect(outcome.errors.contains(word), "\(word) in \(outcome)")
    }
    let config = try #require(
      try JSONSerialization.jsonObject(with: folder.read("m.textae/config.json"))
        as? [String: Any])
    let training = try #require(config["training"] as? [String: Any])
    #expect(training["objective"] as? [String] == ["reconstruct:0.5", "bag:1", "contrast:1"])
    #expect(training["corruption"] as? [String] == ["drop:0.2", "shuffle:3"])
    let text = try Binary.run(
      ["reconstruct", "--model", "m.textae", "the cat sees bread ."], in: folder)
    #expect(text.status == 0, "\(text)")
  }

  @Test func `a model without a decoder embeds, and gives no text back`() throws {
    let folder = try corpus()
    let outcome = try train(["--objective", "bag", "--corruption", "drop:0.2"], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!outcome.errors.contains("perplexity"))
    let vectors = try Binary.run(
      ["embed", "corpus.txt", "--model", "m.textae", "--output", "v.npy"], in: folder)
    #expect(vectors.status == 0, "\(vectors)")
    let text = try Binary.run(["reconstruct", "--model", "m.textae", "bread ."], in: folder)
    #expect(text.status == 65, "\(text)")
    #expect(text.errors.contains("was not trained to give text back: m.textae"), "\(text)")
  }

  @Test(arguments: [
    (["--corruption", "drop:2"], "bad value 'drop:2' for --corruption"),
    (["--corruption", "shuffle:0"], "bad value 'shuffle:0' for --corruption"),
    (["--objective", "bag:x"], "bad value 'bag:x' for --objective"),
    (["--objective", "bag", "--objective", "bag"], "the objective is bag:1 bag:1"),
    (["--objective", "bag:0"], "the objective is bag:0"),
    (["--objective", "contrast"], "the corruption is none"),
  ])
  func `what makes no sense is refused before anything is written`(
    options: [String], message: String
  ) throws {
    let folder = try corpus()
    let outcome = try train(options, in: folder)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.errors.contains(message), "\(outcome)")
    #expect(!folder.contains("m.textae"))
  }
}
