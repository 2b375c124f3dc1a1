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
      [
        "latent": "variational", "encoder": "lstm", "wordDropout": "0.3",
        "objective": "reconstruct:1 kl:0..0.5@8x2:0.05", "encoderUpdates": "3@7",
      ]
    ),
    (
      ["--latent", "k-sparse:3", "--latent-size", "9", "--layers", "3"]
        + ["--corruption", "blank:0.1", "--corruption", "substitute:0.1"],
      ["latent": "k-sparse:3", "layers": "3", "corruption": "blank:0.1 substitute:0.1"]
    ),
    (
      ["--objective", "reconstruct", "--objective", "sparse:0.1", "--latent-noise", "0.2"],
      ["latent": "state", "objective": "reconstruct:1 sparse:0.1", "latentNoise": "0.2"]
    ),
    (
      ["--latent", "rectified", "--latent-size", "20", "--objective", "reconstruct"]
        + ["--objective", "sparse:0.1", "--corruption", "shuffle:2"],
      ["latent": "rectified", "objective": "reconstruct:1 sparse:0.1", "corruption": "shuffle:2"]
    ),
    (
      ["--objective", "reconstruct", "--objective", "contract:0.1", "--token-noise", "0.1"],
      ["objective": "reconstruct:1 contract:0.1", "tokenNoise": "0.1"]
    ),
    (
      ["--objective", "reconstruct", "--objective", "adversarial:0.5", "--corruption", "drop:0.3"]
        + ["--latent", "linear"],
      ["objective": "reconstruct:1 adversarial:0.5", "corruption": "drop:0.3"]
    ),
    (["--encoder", "convolution:3", "--layers", "2"], ["encoder": "convolution:3"]),
    (
      ["--encoder", "transformer:2", "--layers", "2", "--dropout", "0.1"],
      ["encoder": "transformer:2", "layers": "2"]
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
    for (name, value) in kind.facts {
      #expect(facts[name].map { "\($0)" } == value, "\(name) \(info)")
    }

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
    (["--objective", "sparse"], "such as reconstruct"),
    (["--latent", "variational", "--objective", "kl"], "such as reconstruct"),
    (["--objective", "contract", "--token-noise", "0.1"], "such as reconstruct"),
    (["--objective", "reconstruct", "--objective", "adversarial"], "cannot look like"),
    (
      ["--objective", "reconstruct", "--objective", "adversarial", "--latent", "rectified"],
      "cannot look like"
    ),
    (["--dropout", "0.1"], "the dropout is 0.1,"),
    (["--dropout", "0.5"], "between layers"),
    (["--encoder", "convolution", "--dropout", "0.5"], "between layers"),
    (["--objective", "bag", "--latent-noise", "0.1"], "trains a decoder"),
    (["--objective", "bag", "--word-dropout", "0.1"], "trains a decoder"),
    (["--second-corruption", "drop:0.1"], "compares two views"),
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

  @Test func `a model that is said to be another is an error that says so`() throws {
    let folder = try TinyModel.copy()
    for (options, edits) in [
      (
        ["--latent", "k-sparse:3"],
        [(#""k-sparse:3""#, #""k-sparse:4""#), (#""k-sparse:3""#, #""linear""#)]
      ),
      (["--encoder", "transformer:2"], [(#""transformer:2""#, #""transformer:3""#)]),
      (["--encoder", "convolution:3"], [(#""convolution:3""#, #""lstm""#)]),
      (["--layers", "3"], [(#""isResidual" : true,"#, "")]),
      (
        ["--latent", "linear", "--objective", "reconstruct", "--objective", "adversarial"],
        [(#""isMatchedToNormal" : true,"#, ""), (#""linear""#, #""k-sparse:2""#)]
      ),
      (
        [], [(#""isDecoderTrained""#, #""isMatchedToNormal" : true, "isDecoderTrained""#)]
      ),
      (["--objective", "bag"], [(#""isDecoderTrained" : false"#, #""isDecoderTrained" : true"#)]),
    ] {
      let training = try Binary.run(
        ["train", "corpus.txt", "--output", "k.textae", "--overwrite", "--epochs", "1", "--quiet"]
          + TinyModel.training + options, in: folder)
      #expect(training.status == 0, "\(training)")
      let config = String(decoding: try folder.read("k.textae/config.json"), as: UTF8.self)
      for (found, claimed) in edits {
        #expect(config.contains(found), "\(config)")
        try folder.write(
          config.replacingOccurrences(of: found, with: claimed), to: "k.textae/config.json")
        let outcome = try Binary.run(["info", "k.textae"], in: folder)
        #expect(outcome.status == 65, "\(outcome)")
        #expect(
          outcome.errors.contains("the weights in model.safetensors are of one"), "\(outcome)")
      }
      try folder.write(config, to: "k.textae/config.json")
      let intact = try Binary.run(["info", "k.textae"], in: folder)
      #expect(intact.status == 0, "\(intact)")
    }
  }

  /// The lines of the log of a model, each a validation.
  private func validations(_ folder: TemporaryFolder, _ model: String) throws -> [[String: Any]] {
    try String(decoding: folder.read("\(model)/log.jsonl"), as: UTF8.self)
      .split(separator: "\n").compactMap {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
  }

  @Test func `penalties are measured on held-out sentences, and choose weights only if they can`()
    throws
  {
    let folder = try TinyModel.copy()
    let train = { (output: String, options: [String]) in
      let outcome = try Binary.run(
        ["train", "corpus.txt", "--output", output, "--quiet"] + TinyModel.training
          + ["--objective", "reconstruct"] + options, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
      return try self.validations(folder, output)
    }
    let shaken = try train(
      "c.textae", ["--objective", "contract", "--token-noise", "0.3", "--epochs", "1"])
    let losses = try #require(shaken.last?["objectiveLosses"] as? [String: Double])
    #expect(try #require(losses["contract"]) > 0)
    let sum = (losses["reconstruct"] ?? 0) + (losses["contract"] ?? 0)
    #expect(abs(try #require(shaken.last?["validationLoss"] as? Double) - sum) < 1e-9)

    let deceived = try train(
      "a.textae", ["--objective", "adversarial", "--latent", "linear", "--epochs", "1"])
    let terms = try #require(deceived.last?["objectiveLosses"] as? [String: Double])
    #expect(try #require(terms["adversarial"]) > 0)
    #expect(deceived.last?["validationLoss"] as? Double == terms["reconstruct"])

    // With a weight that rises to the end, the loss of held-out sentences rises, too.
    let risen = try train(
      "v.textae",
      ["--latent", "variational", "--objective", "kl:0..20@10000", "--patience", "1"]
        + ["--epochs", "6"])
    #expect(risen.count == 6)
    let info = try Binary.run(["info", "v.textae", "--json"], in: folder)
    #expect(info.text.contains(#""epoch":6"#), "\(info)")
  }

  @Test func `adapting a variational model keeps what holds its distributions`() throws {
    let folder = try TinyModel.copy()
    let first = try Binary.run(
      ["train", "corpus.txt", "--output", "v.textae", "--quiet", "--epochs", "2"]
        + TinyModel.training + ["--latent", "variational", "--corruption", "drop:0.1"]
        + ["--objective", "reconstruct", "--objective", "kl:0..0.1@5:0.02"], in: folder)
    #expect(first.status == 0, "\(first)")
    for (preset, name) in [([], "plain"), (["--preset", "reconstruct"], "preset")] {
      let adapted = try Binary.run(
        ["train", "corpus.txt", "--output", "\(name).textae", "--init", "v.textae", "--quiet"]
          + ["--epochs", "1"] + preset, in: folder)
      #expect(adapted.status == 0, "\(adapted)")
      let config = String(
        decoding: try folder.read("\(name).textae/config.json"), as: UTF8.self)
      #expect(config.contains("kl:0.1:0.02") && config.contains("drop:0.1"), "\(config)")
    }
  }

  @Test func `a model becomes another kind and keeps what both have`() throws {
    let folder = try TinyModel.copy()
    let train = { (name: String, options: [String]) in
      try Binary.run(
        ["train", "corpus.txt", "--output", name, "--init", "tiny.textae", "--quiet"]
          + ["--learning-rate", "0.000000001", "--precision", "f32", "--batch-size"]
          + ["8"] + options, in: folder)
    }
    // So small a rate leaves the weights as they begin.
    for options in [
      ["--latent", "k-sparse:12"], ["--encoder", "transformer:2"], ["--latent-size", "5"],
      ["--latent", "variational", "--objective", "reconstruct", "--objective", "kl:0.1"],
    ] {
      let changed = try train("k.textae", options + ["--overwrite", "--epochs", "1"])
      #expect(changed.status == 0, "\(changed)")
      let info = try Binary.run(["info", "k.textae", "--json"], in: folder)
      let facts = try #require(
        try JSONSerialization.jsonObject(with: Data(info.text.utf8)) as? [String: Any])
      let name = String(options[0].dropFirst(2))
      #expect(
        facts[name == "latent-size" ? "dimension" : name].map { "\($0)" } == options[1], "\(info)")
      let own = try Binary.run(
        ["embed", "corpus.txt", "--model", "tiny.textae", "--format", "tsv", "--output", "-"],
        in: folder)
      let now = try Binary.run(
        ["embed", "corpus.txt", "--model", "k.textae", "--format", "tsv", "--output", "-"],
        in: folder)
      #expect(own.status == 0 && now.status == 0, "\(own) \(now)")
      #expect(own.lines.count == 48 && now.lines.count == 48)
      // A linear latent of the size of the state begins as the state, but for rounding to 16 bits.
      let isSame = zip(own.lines, now.lines).allSatisfy { one, other in
        let numbers = [one, other].map { $0.split(separator: "\t").compactMap { Double($0) } }
        return numbers[0].count == numbers[1].count
          && zip(numbers[0], numbers[1]).allSatisfy { abs($0 - $1) < 0.01 }
      }
      #expect(isSame == (options[0] == "--latent"), "\(options)")
    }
    // That of a preset.
    let generating = try train("g.textae", ["--preset", "generate"])
    #expect(generating.status == 0, "\(generating)")
    let kind = try Binary.run(["info", "g.textae"], in: folder)
    #expect(kind.text.contains("variational") && kind.text.contains("128"), "\(kind)")
    let sizes = try train("s.textae", ["--hidden-size", "20"])
    #expect(sizes.status == 64 && sizes.errors.contains("--hidden-size"), "\(sizes)")
    let words = try Binary.run(
      ["train", "corpus.txt", "--output", "w.textae", "--init-embeddings", "tiny.textae"],
      in: folder)
    #expect(words.status == 65 && words.errors.contains("give it to --init"), "\(words)")
    // A run that changes the kind is resumed without the model, to the same bytes.
    let options =
      ["--latent", "k-sparse:4", "--objective", "reconstruct", "--epochs", "3", "--grow", "0"]
    let straight = try train("straight.textae", options)
    let paused = try train("parts.textae", options + ["--pause-after", "5"])
    #expect(straight.status == 0 && paused.status == 0, "\(straight) \(paused)")
    try FileManager.default.moveItem(
      atPath: folder.file("tiny.textae"), toPath: folder.file("gone.textae"))
    let other = try Binary.run(
      ["train", "corpus.txt", "--output", "parts.textae", "--resume", "--latent", "k-sparse:3"],
      in: folder)
    #expect(other.status == 1 && other.errors.contains("latent k-sparse:4"), "\(other)")
    let grown = try Binary.run(
      ["train", "corpus.txt", "--output", "parts.textae", "--resume", "--grow", "5"], in: folder)
    #expect(grown.status == 1 && grown.errors.contains("growth of the vocabulary 0"), "\(grown)")
    let resumed = try Binary.run(
      ["train", "corpus.txt", "--output", "parts.textae", "--quiet", "--learning-rate"]
        + ["0.000000001", "--precision", "f32", "--batch-size", "8", "--resume"] + options,
      in: folder)
    #expect(resumed.status == 0, "\(resumed)")
    #expect(
      try folder.read("straight.textae/model.safetensors")
        == folder.read("parts.textae/model.safetensors"))
  }

  @Test func `the model in the box becomes another kind, and the run goes on without --init`()
    throws
  {
    let folder = try TinyModel.copy()
    let train = ["train", "corpus.txt", "--output", "e.textae", "--quiet", "--latent-size", "12"]
    let paused = try Binary.run(
      train + ["--init", "english", "--pause-after", "1", "--batch-size", "16"], in: folder)
    #expect(paused.status == 0, "\(paused)")
    let same = try Binary.run(train + ["--resume", "--batch-size", "16"], in: folder)
    #expect(same.status == 0, "\(same)")
  }

  @Test func `penalties that a changed latent cannot have are left out`() throws {
    let folder = try TinyModel.copy()
    let first = try Binary.run(
      ["train", "corpus.txt", "--output", "v.textae", "--quiet", "--epochs", "1"]
        + TinyModel.training + ["--latent", "variational", "--objective", "reconstruct"]
        + ["--objective", "kl:0.1", "--latent-size", "6"], in: folder)
    #expect(first.status == 0, "\(first)")
    for (latent, dimension) in [("linear", 6), ("state", 12)] {
      let changed = try Binary.run(
        ["train", "corpus.txt", "--output", "\(latent).textae", "--init", "v.textae", "--quiet"]
          + ["--epochs", "1", "--latent", latent], in: folder)
      #expect(changed.status == 0, "\(changed)")
      let info = try Binary.run(["info", "\(latent).textae", "--json"], in: folder)
      #expect(info.text.contains("\"dimension\":\(dimension)"), "\(info)")
      #expect(!info.text.contains("kl:"), "\(info)")
    }
  }

  @Test func `a better model to start from is kept, whatever weights change`() throws {
    let folder = try TinyModel.copy()
    for keep in ["loss", "retrieval"] {
      let harmed = try Binary.run(
        ["train", "corpus.txt", "--output", "h.textae", "--overwrite", "--init", "tiny.textae"]
          + ["--quiet", "--keep", keep, "--learning-rate", "9", "--epochs", "3", "--patience", "1"]
          + ["--objective", "reconstruct", "--objective", "sparse:0.0001..0.001@5000"],
        in: folder)
      #expect(harmed.status == 0 && harmed.errors.contains("no better"), "\(harmed)")
    }
  }

  @Test func `sample draws the same sentences for a seed, of any kind of model`() throws {
    let folder = try TinyModel.copy()
    let training = try Binary.run(
      ["train", "corpus.txt", "--output", "v.textae", "--epochs", "2", "--quiet"]
        + TinyModel.training
        + ["--latent", "variational", "--objective", "reconstruct", "--objective", "kl:0.1"],
      in: folder)
    #expect(training.status == 0, "\(training)")
    let adversarial = try Binary.run(
      ["train", "corpus.txt", "--output", "a.textae", "--epochs", "2", "--quiet"]
        + TinyModel.training + ["--latent", "linear", "--objective", "reconstruct"]
        + ["--objective", "adversarial:0.1"],
      in: folder)
    #expect(adversarial.status == 0, "\(adversarial)")
    for model in [["v.textae"], ["a.textae"], ["v.textae", "--like", "corpus.txt"]]
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
    try folder.write("alone\n \n\t\n", to: "one.txt")
    let one = try Binary.run(["sample", "--model", "tiny.textae", "--like", "one.txt"], in: folder)
    #expect(one.status == 65 && one.errors.contains("one.txt"), "\(one)")
  }
}
