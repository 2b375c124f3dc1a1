import Foundation
import TestSupport
import Testing

/// `model compress`, and what reads its output.
@Suite struct ModelCompressTests {
  @discardableResult
  private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> Binary.Outcome {
    let outcome = try Binary.run(arguments, in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    return outcome
  }

  @Test(arguments: ["int8", "f16", "bf16"])
  func `a compressed autoencoder embeds, decodes and says how it is stored`(
    numbers: String
  ) throws {
    let folder = try TinyModel.copy()
    try run(
      ["model", "compress", "tiny.textae", "--numbers", numbers, "--output", "small.textae"],
      in: folder)
    let info = try run(["info", "small.textae"], in: folder)
    #expect(
      info.lines.contains { $0.hasSuffix(" \(numbers)") && $0.contains("numbers") }, "\(info)")
    // Products of bf16 round the weights of both alike.
    let embed = ["embed", "corpus.txt", "--format", "tsv", "--output", "-", "--precision", "f32"]
    let (large, small) = try (
      run(embed + ["--model", "tiny.textae"], in: folder),
      run(embed + ["--model", "small.textae"], in: folder)
    )
    #expect(large.lines.count == small.lines.count && large.text != small.text)
    #expect(
      try run(["reconstruct", "--model", "small.textae", "the cat"], in: folder).lines.count > 0)
    let further = try run(
      ["train", "corpus.txt", "--init", "small.textae", "--output", "next.textae"]
        + ["--epochs", "1", "--batch-size", "8", "--learning-rate", "0.01"], in: folder)
    #expect(further.status == 0)
    let again = ["model", "compress", "tiny.textae", "--output", "small.textae"]
    #expect(try Binary.run(again, in: folder).status != 0)
    try run(again + ["--overwrite"], in: folder)
    #expect(try run(["info", "small.textae"], in: folder).text.contains("int8"))
  }

  @Test func `compressed word vectors are looked up as others are`() throws {
    let folder = try TinyWords.copy()
    try run(["model", "compress", "tiny.skipgram", "--output", "small.skipgram"], in: folder)
    #expect(try run(["info", "small.skipgram"], in: folder).text.contains("int8"))
    let found = try ["tiny", "small"].map {
      try run(["neighbors", "--model", "\($0).skipgram", "cat", "--count", "3"], in: folder).lines
        .count
    }
    #expect(found[0] == found[1])
  }

  @Test func `a model cannot replace itself, and LSA is not compressed`() throws {
    let folder = try TinyModel.copy()
    let itself = try Binary.run(
      ["model", "compress", "tiny.textae", "--output", "./tiny.textae/", "--overwrite"], in: folder)
    #expect(itself.status == 1 && itself.errors.contains("this is the model itself"), "\(itself)")
    try run(["lsa", "corpus.txt", "--dimension", "4", "--output", "c.lsa"], in: folder)
    let other = try Binary.run(["model", "compress", "c.lsa", "--output", "d.lsa"], in: folder)
    #expect(other.status == 65 && other.errors.contains("cannot be compressed"), "\(other)")
  }
}
