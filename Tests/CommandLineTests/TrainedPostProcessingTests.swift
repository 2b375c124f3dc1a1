import Foundation
import TestSupport
import Testing

/// `train --postprocess`, and what happens to a post-processing when its model is trained further.
@Suite struct TrainedPostProcessingTests {
  private static let kept = "m.textae/postprocessing.safetensors"

  private func corpus(copies: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: TinyModel.corpus, count: copies), to: "corpus.txt")
    return folder
  }

  @discardableResult
  private func train(
    _ options: String..., hiddenSize: Int = 12, in folder: TemporaryFolder
  ) throws -> Binary.Outcome {
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "m.textae", "--tokenizer-model", "word"]
        + ["--embedding-size", "8", "--hidden-size", "\(hiddenSize)", "--batch-size", "8"]
        + ["--precision", "f32"] + options, in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  private func embeds(in folder: TemporaryFolder) throws -> Bool {
    try Binary.run(["embed", "corpus.txt", "--model", "m.textae", "--output", "-"], in: folder)
      .status == 0
  }

  @Test func `the preset for embeddings ends with what postprocess fit would do`() throws {
    let folder = try corpus(copies: 5)
    let outcome = try train(
      "--preset", "embed", "--no-skipgram", "--epochs", "1", hiddenSize: 200, in: folder)
    let said = "\(Self.kept): centered, 2 components removed, fitted to 240 sentences"
    #expect(outcome.errors.contains(said), "\(outcome)")
    let fitted = try folder.read(Self.kept)
    let byHand = try Binary.run(
      ["postprocess", "fit", "corpus.txt", "--model", "m.textae", "--center", "--remove", "2"],
      in: folder)
    #expect(byHand.status == 0, "\(byHand)")
    #expect(try folder.read(Self.kept) == fitted)
  }

  @Test func `new weights remove it, and it is fitted again on request`() throws {
    let folder = try corpus(copies: 5)
    try train("--postprocess", "--epochs", "1", in: folder)
    let first = try folder.read(Self.kept)
    let again = try train("--postprocess", "--epochs", "3", "--resume", in: folder)
    #expect(again.errors.contains("centered, fitted to 240 sentences"), "\(again)")
    #expect(try folder.read(Self.kept) != first && embeds(in: folder))
    // A run that changes nothing leaves it alone.
    try train("--epochs", "3", "--resume", in: folder)
    #expect(folder.contains(Self.kept))
    let plain = try train("--epochs", "5", "--resume", in: folder)
    #expect(plain.errors.contains("removed, because it was fitted to earlier weights"), "\(plain)")
    #expect(try !folder.contains(Self.kept) && embeds(in: folder))
    try train("--postprocess", "--epochs", "1", "--overwrite", in: folder)
    try train("--epochs", "1", "--overwrite", in: folder)
    #expect(!folder.contains(Self.kept))
  }

  @Test func `too few sentences or dimensions are not post-processed`() throws {
    let folder = try corpus(copies: 1)
    let outcome = try train("--postprocess", "--epochs", "1", hiddenSize: 1, in: folder)
    #expect(outcome.errors.contains("the text has 48 sentences"), "\(outcome)")
    #expect(!folder.contains(Self.kept))
    let without = try Binary.run(
      ["train", "corpus.txt", "--output", "n.textae", "--preset", "embed", "--no-postprocess"]
        + ["--no-skipgram", "--epochs", "1", "--hidden-size", "8"], in: folder)
    #expect(without.status == 0 && !without.errors.contains("post-processing"), "\(without)")
  }
}
