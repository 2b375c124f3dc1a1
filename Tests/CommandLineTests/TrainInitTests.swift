import Foundation
import TestSupport
import Testing

/// `train --init`: training a model further on other text.
@Suite struct TrainInitTests {
  private func train(_ options: String..., in folder: TemporaryFolder) throws -> Binary.Outcome {
    try Binary.run(
      ["train", "more.txt", "--output", "second.textae", "--init", "tiny.textae"] + options
        + ["--precision", "f32"], in: folder)
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try TinyModel.copy()
    try folder.write(String(repeating: "a dog sees the moon .\n", count: 20), to: "more.txt")
    return folder
  }

  @Test func `sizes and tokenizer come from the model, and its directory stays unchanged`()
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
      ["embed", "more.txt", "--model", "second.textae", "--format", "raw", "--output", "-"],
      in: folder)
    #expect(embedded.status == 0 && embedded.output.count == 20 * 12 * 4, "\(embedded)")
  }

  @Test func `a preset goes on with the sizes of the model and no skip-gram`() throws {
    let folder = try folder()
    let outcome = try train("--preset", "embed", "--epochs", "1", in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    let config = String(decoding: try folder.read("second.textae/config.json"), as: UTF8.self)
    #expect(config.contains("\"hiddenSize\" : 12") && config.contains("\"embeddingSize\" : 8"))
    #expect(
      config.contains("initialModel") && !config.contains("initialEmbeddings"), "\(config)")
    // Neither model nor sizes need be given again.
    try FileManager.default.removeItem(at: folder.url("tiny.textae"))
    let resumed = try Binary.run(
      ["train", "more.txt", "--output", "second.textae", "--preset", "embed", "--epochs", "2"]
        + ["--precision", "f32", "--resume"], in: folder)
    #expect(resumed.status == 0, "\(resumed)")
  }

  @Test func `the maximum length is that of the model, unless one is given`() throws {
    let folder = try folder()
    for (length, expected) in [(nil, "7"), ("9", "9")] {
      let first = try Binary.run(
        ["train", "corpus.txt", "--output", "tiny.textae", "--overwrite", "--max-length", "7"]
          + ["--epochs", "1"] + TinyModel.training, in: folder)
      #expect(first.status == 0, "\(first)")
      let outcome = try Binary.run(
        ["train", "more.txt", "--output", "second.textae", "--init", "tiny.textae", "--overwrite"]
          + ["--epochs", "1", "--precision", "f32"] + (length.map { ["--max-length", $0] } ?? []),
        in: folder)
      #expect(outcome.status == 0, "\(outcome)")
      let config = String(decoding: try folder.read("second.textae/config.json"), as: UTF8.self)
      #expect(config.contains("\"maximumLength\" : \(expected)"), "\(config)")
    }
  }

  @Test func `a text that makes the model no better leaves it unchanged, and that is said`() throws
  {
    let folder = try folder()
    let outcome = try train(
      "--objective", "reconstruct", "--epochs", "1", "--learning-rate", "10", in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("warning: second.textae: the text made"), "\(outcome)")
    #expect(outcome.errors.contains("more text, or --from-scratch"), "\(outcome)")
    for file in ["model.safetensors", "config.json"] {
      #expect(try folder.read("second.textae/" + file) == folder.read("tiny.textae/" + file))
    }
    let resumed = try train("--resume", in: folder)
    #expect(resumed.status == 1 && resumed.errors.contains("begin with the model"), "\(resumed)")
  }

  @Test(arguments: [
    ("words.json", "words.json: not a model to start from"), (".", ".: not a model to start from"),
    ("nowhere.textae", "nowhere.textae"), ("bare.textae", "bare.textae/model.safetensors"),
    ("second.textae", "must be another than the pretrained model"),
  ])
  func `an unusable initial model is refused before anything is written`(
    model: String, message: String
  ) throws {
    let folder = try folder()
    for copy in ["bare.textae", "second.textae"] {
      try FileManager.default.copyItem(at: folder.url("tiny.textae"), to: folder.url(copy))
    }
    try FileManager.default.removeItem(at: folder.url("bare.textae/model.safetensors"))
    let names = try folder.names
    let outcome = try Binary.run(
      ["train", "more.txt", "--output", "second.textae", "--overwrite", "--init", model],
      in: folder)
    #expect(outcome.status != 0 && outcome.errors.contains(message), "\(outcome)")
    #expect(try folder.names == names)
  }

  @Test func `frequent words of the text become tokens, as many as are asked for`() throws {
    let folder = try folder()
    try folder.write(
      String(repeating: "a nephrologist sees the kidney .\n", count: 300), to: "more.txt")
    let outcome = try train("--epochs", "1", in: folder)
    #expect(outcome.status == 0 && outcome.errors.contains("2 of "), "\(outcome)")
    #expect(outcome.errors.contains("before training: validation"), "\(outcome)")
    #expect(outcome.errors.contains("retrieval"), "\(outcome)")
    #expect(!outcome.errors.contains("the vocabulary lacks"), "\(outcome)")
    let facts = try Binary.run(["info", "second.textae"], in: folder)
    #expect(facts.text.contains("grown tokens") && facts.text.contains(" 2\n"), "\(facts)")
    #expect(outcome.errors.contains("more training begins with --init second.textae"), "\(outcome)")
    for file in ["second.textae/training.safetensors", "second.textae.tokens"] {
      #expect(!folder.contains(file))
    }
    for (limit, size, unknown) in [
      ("1", 1, "300 of 1,800 words of the corpus\n"),
      ("0", 0, "600 of 1,800 words of the corpus; --grow adds tokens for the frequent ones\n"),
    ] {
      let outcome = try train(
        "--epochs", "1", "--overwrite", "--keep-checkpoint", "--grow", limit, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.errors.contains("warning: the vocabulary lacks " + unknown), "\(outcome)")
      let config = String(decoding: try folder.read("second.textae/config.json"), as: UTF8.self)
      #expect(config.contains("\"tokens\" : \(size)"), "\(config)")
    }
    let other = try train("--epochs", "2", "--resume", "--grow", "5", in: folder)
    #expect(other.status == 1 && other.errors.contains("the same --grow or none"), "\(other)")
  }

  @Test(arguments: [
    (["--init", "tiny.textae", "--from-scratch"], "--from-scratch and --init exclude each other"),
    (["--grow", "3", "--from-scratch"], "--from-scratch and --grow exclude each other"),
    (
      ["--init", "tiny.textae", "--hidden-size", "9"], "--init and --hidden-size exclude each other"
    ),
  ])
  func `what contradicts itself is refused`(options: [String], message: String) throws {
    let outcome = try Binary.run(
      ["train", "more.txt", "--output", "second.textae"] + options, in: try folder())
    #expect(outcome.status == 64 && outcome.errors.contains(message), "\(outcome)")
  }

  @Test func `a run that adapts keeps its checkpoint if it was asked to, or stopped`() throws {
    let folder = try folder()
    let kept = try train("--epochs", "1", "--keep-checkpoint", in: folder)
    #expect(kept.status == 0 && kept.errors.contains("--no-keep-checkpoint deletes it"), "\(kept)")
    #expect(try train("--epochs", "2", "--resume", in: folder).status == 0)
    #expect(!folder.contains("second.textae/training.safetensors"))
    let process = try Binary.start(
      ["train", "more.txt", "--output", "third.textae", "--init", "tiny.textae"]
        + ["--epochs", "1000000", "--patience", "1000000", "--precision", "f32"], in: folder)
    let stopped = try Binary.finish(process) { process in
      while process.isRunning, !folder.contains("third.textae/log.jsonl") { usleep(2_000) }
      process.interrupt()
    }
    #expect(stopped.status == 130 && folder.contains("third.textae.tokens"), "\(stopped)")
    #expect(folder.contains("third.textae/training.safetensors"))
  }

  @Test func `from scratch there is no model, and the loss decides`() throws {
    let folder = try folder()
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "second.textae", "--from-scratch", "--epochs", "1"]
        + TinyModel.training, in: folder)
    #expect(outcome.status == 0 && !outcome.errors.contains("retrieval"), "\(outcome)")
    let config = String(decoding: try folder.read("second.textae/config.json"), as: UTF8.self)
    #expect(config.contains("\"selection\" : \"loss\"") && !config.contains("initialModel"))
  }
}
