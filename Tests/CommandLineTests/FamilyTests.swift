import Foundation
import TestSupport
import Testing

/// Autoencoders of other kinds than the plain one, on the command line.
@Suite struct FamilyTests {
  /// Options of a kind, and what `info` says of it.
  private static let kinds: [(options: [String], facts: [String: String])] = [
    (
      ["--latent", "variational", "--latent-size", "6", "--objective", "reconstruct"]
        + [
          "--objective", "kl:0..0.5@8x2:0.05", "--word-dropout", "0.3", "--encoder-updates", "3@7",
        ],
      ["latent": "variational", "encoder": "lstm"]
    ),
    (["--latent", "k-sparse:3", "--latent-size", "9"], ["latent": "k-sparse:3"]),
    (
      ["--objective", "reconstruct", "--objective", "sparse:0.1", "--latent-noise", "0.2"],
      ["latent": "state"]
    ),
    (
      ["--objective", "reconstruct", "--objective", "contract:0.1", "--token-noise", "0.1"],
      ["encoder": "lstm"]
    ),
    (
      ["--objective", "reconstruct", "--objective", "adversarial:0.5", "--corruption", "drop:0.3"],
      ["encoder": "lstm"]
    ),
    (["--encoder", "convolution:3", "--layers", "2"], ["encoder": "convolution:3"]),
    (
      ["--encoder", "transformer:2", "--layers", "2", "--dropout", "0.1"],
      ["encoder": "transformer:2"]
    ),
    (
      ["--encoder", "transformer:3", "--latent", "variational", "--objective", "reconstruct"]
        + ["--objective", "kl", "--corruption", "drop:0.2"],
      ["encoder": "transformer:3", "latent": "variational"]
    ),
  ]

  @Test(arguments: kinds.indices)
  func `every kind trains, resumes to the same bytes, says what it is, embeds and writes`(
    number: Int
  ) throws {
    let kind = Self.kinds[number]
    let folder = try TinyModel.copy()
    let training =
      ["train", "corpus.txt", "--quiet", "--epochs", "6"] + TinyModel.training + kind.options
    let whole = try Binary.run(
      training + ["--output", "whole.textae", "--threads", "1"], in: folder)
    #expect(whole.status == 0, "\(whole)")
    let parts = training + ["--output", "parts.textae", "--threads", "2"]
    let stopped = try Binary.finish(try Binary.start(parts, in: folder)) { process in
      while process.isRunning, !folder.contains("parts.textae/log.jsonl") { usleep(2_000) }
      process.interrupt()
    }
    #expect(stopped.status == 130, "\(stopped)")
    let resumed = try Binary.run(parts + ["--resume"], in: folder)
    #expect(resumed.status == 0, "\(resumed)")
    let weights = "model.safetensors"
    #expect(
      try folder.read("whole.textae/\(weights)") == folder.read("parts.textae/\(weights)"))

    let info = try Binary.run(["info", "whole.textae", "--json"], in: folder)
    let facts = try #require(
      try JSONSerialization.jsonObject(with: Data(info.text.utf8)) as? [String: Any])
    for (name, value) in kind.facts { #expect(facts[name] as? String == value, "\(info)") }

    let embedded = try Binary.run(
      ["embed", "corpus.txt", "--model", "whole.textae", "--format", "tsv", "--output", "-"],
      in: folder)
    #expect(embedded.status == 0 && embedded.lines.count == 48, "\(embedded)")
    let written = try Binary.run(
      ["reconstruct", "--model", "whole.textae", "the cat sees bread ."], in: folder)
    #expect(written.status == 0, "\(written)")
  }

  @Test(arguments: [
    (["--latent", "variational"], "the objective kl"),
    (["--objective", "reconstruct", "--objective", "kl"], "the latent variational"),
    (["--objective", "reconstruct", "--objective", "contract"], "noise on the vectors"),
    (["--latent", "state", "--latent-size", "4"], "leave out the size"),
    (["--latent", "k-sparse:40"], "at most all 12"),
    (["--latent", "k-sparse"], "k-sparse:K"),
    (["--encoder-updates", "1@5"], "K from 2"),
    (["--objective", "bag", "--encoder-updates", "5@50"], "trains a decoder"),
    (["--encoder", "transformer:5"], "5 divides"),
    (["--encoder", "convolution:17"], "from 1 to 16"),
  ])
  func `what cannot work is refused with the reason, before any work`(
    options: [String], words: String
  ) throws {
    let folder = try TinyModel.copy()
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "new.textae"] + TinyModel.training + options, in: folder)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.errors.contains(words), "\(outcome)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("new.textae")))
  }

  @Test func `a latent that says nothing is warned of, with advice`() throws {
    let folder = try TinyModel.copy()
    let train = { (weight: String, output: String) in
      try Binary.run(
        ["train", "corpus.txt", "--output", output, "--epochs", "2"] + TinyModel.training
          + ["--latent", "variational", "--objective", "reconstruct", "--objective"]
          + ["kl:\(weight)"],
        in: folder)
    }
    let collapsed = try train("1000", "collapsed.textae")
    #expect(collapsed.status == 0 && collapsed.errors.contains("collapsed; give"), "\(collapsed)")
    let useful = try train("0.001", "useful.textae")
    #expect(useful.status == 0 && !useful.errors.contains("collapsed; give"), "\(useful)")
  }

  @Test func `sample draws the same sentences for a seed, of any kind of model`() throws {
    let folder = try TinyModel.copy()
    let training = try Binary.run(
      ["train", "corpus.txt", "--output", "v.textae", "--epochs", "2", "--quiet"]
        + TinyModel.training
        + ["--latent", "variational", "--objective", "reconstruct", "--objective", "kl:0.1"],
      in: folder)
    #expect(training.status == 0, "\(training)")
    for model in [["v.textae"], ["v.textae", "--like", "corpus.txt"]]
      + [["tiny.textae", "--like", "corpus.txt"]]
    {
      let sample = ["sample", "--model"] + model
      let first = try Binary.run(sample + ["--count", "3"], in: folder)
      #expect(first.status == 0 && first.lines.count == 3, "\(first)")
      let more = try Binary.run(sample + ["--count", "5", "--json"], in: folder)
      let texts = try more.lines.map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        return try #require(object?["text"])
      }
      #expect(Array(texts.prefix(3)) == first.lines, "\(first) \(more)")
    }
    let preset = try Binary.run(
      ["train", "corpus.txt", "--output", "g.textae", "--preset", "generate", "--epochs", "1"]
        + TinyModel.training, in: folder)
    let drawn = try Binary.run(
      ["sample", "--model", "g.textae", "--count", "2", "--json"], in: folder)
    #expect(preset.status == 0 && drawn.status == 0 && drawn.lines.count == 2, "\(preset) \(drawn)")
    let none = try Binary.run(["sample", "--model", "tiny.textae"], in: folder)
    #expect(none.status == 64 && none.errors.contains("--like"), "\(none)")
    let file = try Binary.run(
      ["sample", "--model", "tiny.textae", "--like", "none.txt"], in: folder)
    #expect(file.status != 0 && file.errors.contains("none.txt"), "\(file)")
    try folder.write("alone\n", to: "one.txt")
    let one = try Binary.run(["sample", "--model", "tiny.textae", "--like", "one.txt"], in: folder)
    #expect(one.status == 65 && one.errors.contains("one.txt"), "\(one)")
  }
}
