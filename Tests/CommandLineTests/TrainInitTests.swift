import Foundation
import Testing

/// `train --init`: going on from a model with other text.
@Suite struct TrainInitTests {
  private func train(_ options: String..., in folder: Folder) throws -> Binary.Outcome {
    try Binary.run(
      ["train", "more.txt", "--output", "second.textae", "--init", "tiny.textae"] + options
        + ["--precision", "f32"], in: folder)
  }

  private func folder() throws -> Folder {
    let folder = try TinyModel.copy()
    try folder.write("more.txt", String(repeating: "a dog sees the moon .\n", count: 20))
    return folder
  }

  @Test func `sizes and tokenizer are those of the model, and its directory stays as it was`()
    throws
  {
    let folder = try folder()
    let before = try folder.read("tiny.textae/model.safetensors")
    let outcome = try train("--epochs", "2", in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try folder.read("tiny.textae/model.safetensors") == before)
    #expect(
      try folder.read("second.textae/tokenizer.json") == folder.read("tiny.textae/tokenizer.json"))
    let embedded = try Binary.run(
      ["embed", "more.txt", "--model", "second.textae", "--format", "f32", "--output", "-"],
      in: folder)
    #expect(embedded.status == 0 && embedded.output.count == 20 * 12 * 4, "\(embedded)")
  }

  @Test func `a preset goes on with the sizes of the model and no skip-gram`() throws {
    let folder = try folder()
    let outcome = try train("--preset", "embed", "--epochs", "1", in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(!outcome.errors.contains("skip-gram"), "\(outcome)")
    let info = try Binary.run(["info", "second.textae", "--json"], in: folder)
    #expect(info.text.contains("\"dimension\":12"), "\(info)")
  }

  @Test func `a run goes on only when it is told the same model`() throws {
    let folder = try folder()
    let begun = try train("--epochs", "1", in: folder)
    #expect(begun.status == 0, "\(begun)")
    let resumed = try train("--epochs", "2", "--resume", in: folder)
    #expect(resumed.status == 0, "\(resumed)")
    let without = try Binary.run(
      ["train", "more.txt", "--output", "second.textae", "--resume"] + TinyModel.training,
      in: folder)
    #expect(without.status == 1 || without.status == 65, "\(without)")
    #expect(without.errors.contains("choice of --init"), "\(without)")
  }

  @Test func `a model that is none is refused before anything is written`() throws {
    let folder = try folder()
    let outcome = try Binary.run(
      ["train", "more.txt", "--output", "third.textae", "--init", "more.txt"], in: folder)
    #expect(outcome.status != 0 && outcome.errors.contains("more.txt"), "\(outcome)")
    #expect(!folder.contains("third.textae"))
  }
}
