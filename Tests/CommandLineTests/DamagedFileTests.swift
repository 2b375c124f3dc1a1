import Foundation
import TestSupport
import Testing

/// Damaged and foreign files of every kind: an error that names the file, never a trap.
@Suite struct DamagedFileTests {
  static let files = ["config.json", "tokenizer.json", "model.safetensors"]

  private func embed(in folder: TemporaryFolder) throws -> Binary.Outcome {
    try Binary.run(
      ["embed", "--model", "tiny.textae", "--output", "-", "--format", "tsv", "corpus.txt"],
      in: folder)
  }

  @Test(arguments: files, [0.0, 0.3, 0.9])
  func `a file cut short is refused`(name: String, share: Double) throws {
    let folder = try TinyModel.copy()
    let path = "tiny.textae/\(name)"
    let whole = try folder.read(path)
    try folder.write(whole.prefix(Int(Double(whole.count) * share)), to: path)
    let outcome = try embed(in: folder)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains(path))
    #expect(outcome.output.isEmpty)
  }

  @Test func `damaged token ids are rebuilt from the corpus`() throws {
    let folder = try TinyModel.copy()
    let whole = try folder.read("tiny.textae.tokens")
    var damaged = whole
    damaged[whole.count / 2] ^= 1
    try folder.write(damaged, to: "tiny.textae.tokens")
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "tiny.textae", "--epochs", "2", "--resume"]
        + TinyModel.training, in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try folder.read("tiny.textae.tokens") == whole)
  }

  /// Embedding reads the encoder only, decoding the decoder too; `info` checks the whole file.
  @Test func `every flipped bit of the weights is found by what reads them`() throws {
    let folder = try TinyModel.copy()
    let whole = try folder.read("tiny.textae/model.safetensors")
    for step in 0..<12 {
      var damaged = whole
      damaged[whole.count * step / 12 + step] ^= 1 << (step % 8)
      try folder.write(damaged, to: "tiny.textae/model.safetensors")
      for command in [["info", "tiny.textae"], ["reconstruct", "--model", "tiny.textae", "a"]] {
        let outcome = try Binary.run(command, in: folder)
        #expect(
          outcome.status == 65, "byte \(whole.count * step / 12 + step), \(command): \(outcome)")
        #expect(outcome.errors.contains("model.safetensors"))
      }
    }
    // The first tensor is that of the encoder's token vectors.
    let header = whole[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    var damaged = whole
    damaged[8 + header + 5] ^= 1
    try folder.write(damaged, to: "tiny.textae/model.safetensors")
    #expect(try embed(in: folder).status == 65)
  }

  @Test(arguments: ["config.json", "tokenizer.json"])
  func `no flipped bit of a text file makes the tool crash`(name: String) throws {
    let folder = try TinyModel.copy()
    let path = "tiny.textae/\(name)"
    let whole = try folder.read(path)
    for step in 0..<16 {
      var damaged = whole
      damaged[whole.count * step / 16 + step % 7] ^= 1 << (step % 8)
      try folder.write(damaged, to: path)
      let outcome = try embed(in: folder)
      // Some letters may change without harm: only success or a clean refusal is allowed.
      #expect(outcome.status == 0 || outcome.status == 65 || outcome.status == 64, "\(outcome)")
    }
  }

  @Test func `a model of a newer version says so`() throws {
    let folder = try TinyModel.copy()
    let path = "tiny.textae/config.json"
    let text = String(decoding: try folder.read(path), as: UTF8.self)
    let newer = text.replacing(#/"version" ?: ?2\b/#, with: "\"version\": 99")
    #expect(newer != text)
    try folder.write(newer, to: path)
    let outcome = try embed(in: folder)
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("config.json"))
    #expect(outcome.errors.contains("99"))
  }

  @Test(arguments: ["corpus.txt", "words.json", "tiny.textae/log.jsonl"])
  func `anything other than a model is refused`(path: String) throws {
    let folder = try TinyModel.copy()
    let outcome = try Binary.run(
      ["embed", "--model", path, "--output", "-", "corpus.txt"], in: folder)
    #expect(outcome.status == 1 || outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains(path))
  }

  @Test(arguments: [0.1, 0.5, 0.99])
  func `a damaged checkpoint is not resumed from`(place: Double) throws {
    let folder = try TinyModel.copy()
    let path = "tiny.textae/training.safetensors"
    var damaged = try folder.read(path)
    damaged[Int(Double(damaged.count) * place)] ^= 4
    try folder.write(damaged, to: path)
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "tiny.textae", "--epochs", "2", "--resume"]
        + TinyModel.training, in: folder)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("training.safetensors"))
    #expect(try folder.read(path) == damaged)
  }

  @Test(arguments: ["x.index/00000001.segment"], [0.2, 0.6, 0.8, 0.999])
  func `a damaged index is found by index check`(name: String, place: Double) throws {
    let folder = try TinyModel.copy()
    let built = try Binary.run(
      ["index", "build", "corpus.txt", "--model", "tiny.textae", "--output", "x.index"],
      in: folder)
    try #require(built.status == 0, "\(built)")
    var damaged = try folder.read(name)
    damaged[Int(Double(damaged.count) * place)] ^= 4
    let intact = try Binary.run(["index", "check", "x.index"], in: folder)
    #expect(
      intact.status == 0
        && intact.errors == "x.index: intact, 48 vectors and the words of 48 texts\n",
      "\(intact)")
    try folder.write(damaged, to: name)
    let outcome = try Binary.run(["index", "check", "x.index"], in: folder)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("x.index"))
    #expect(outcome.output.isEmpty)
  }

  /// The index is made again wherever the note does not fit the file any more.
  @Test func `no flipped bit of the note beside a searched text changes an answer`() throws {
    let folder = try TinyModel.copy()
    let search = ["search", "corpus.txt", "--model", "tiny.textae", "the cat sees bread ."]
    let answer = try Binary.run(search, in: folder)
    #expect(answer.status == 0, "\(answer)")
    let path = "corpus.txt.index/text.json"
    let whole = try folder.read(path)
    for step in 0..<16 {
      var damaged = whole
      damaged[whole.count * step / 16 + step % 7] ^= 1 << (step % 8)
      try folder.write(damaged, to: path)
      let outcome = try Binary.run(search, in: folder)
      #expect(outcome.status == 0 && outcome.output == answer.output, "\(step) \(outcome)")
    }
  }
}
