import Foundation
import TestSupport
import Testing

/// Objectives and corruptions as options of `train`.
@Suite struct ObjectiveTests {
  private func train(_ options: [String], in folder: TemporaryFolder) throws -> Binary.Outcome {
    try Binary.run(
      ["train", "corpus.txt", "--output", "m.textae", "--epochs", "2"] + TinyModel.training
        + options, in: folder)
  }

  private func corpus() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(TinyModel.corpus, to: "corpus.txt")
    return folder
  }

  @Test func `objectives and corruptions are repeated, recorded and shown`() throws {
    let folder = try corpus()
    let outcome = try train(
      [
        "--objective", "reconstruct:0.5", "--objective", "bag", "--objective", "contrast",
        "--corruption", "drop:0.2", "--corruption", "shuffle:3", "--second-corruption", "drop:0.5",
        // The name that `lexical` had before is still read.
        "--objective", "overlap:10",
      ], in: folder)
    #expect(outcome.status == 0, "\(outcome)")
    for word in ["bag ", "contrast ", "lexical ", "reconstruct ", "perplexity", "token accuracy"] {
      #expect(outcome.errors.contains(word), "\(word) in \(outcome)")
    }
    let config = try #require(
      try JSONSerialization.jsonObject(with: folder.read("m.textae/config.json"))
        as? [String: Any])
    let training = try #require(config["training"] as? [String: Any])
    #expect(
      training["objective"] as? [String] == [
        "reconstruct:0.5", "bag:1", "contrast:1", "lexical:10",
      ])
    #expect(training["corruption"] as? [String] == ["drop:0.2", "shuffle:3"])
    #expect(training["secondCorruption"] as? [String] == ["drop:0.5"])
    let text = try Binary.run(
      ["reconstruct", "--model", "m.textae", "the cat sees bread ."], in: folder)
    #expect(text.status == 0, "\(text)")
  }

  @Test(arguments: [
    ("--encoder sum --layers 3 --objective bag", "number of layers"),
    ("--encoder sum --bidirectional", "number of directions"),
    ("--tokenizer-model bpe --objective bag --stem-prefix 4", "letters of a stem"),
  ])
  func `settings that nothing would use are refused`(options: String, name: String) throws {
    let folder = try corpus()
    let words = options.split(separator: " ").map(String.init)
    let outcome = try Binary.run(
      ["train", "corpus.txt", "--output", "m.textae"] + words, in: folder)
    #expect(outcome.status == 64 && outcome.errors.contains(name), "\(outcome)")
    #expect(!folder.contains("m.textae/model.safetensors"))
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
    #expect(
      text.errors.contains("m.textae: this model was not trained to decode vectors to text"),
      "\(text)")
  }

  private func settings(of model: String, in folder: TemporaryFolder) throws -> [String: Any] {
    let config = try JSONSerialization.jsonObject(with: folder.read("\(model)/config.json"))
    return try #require((config as? [String: Any])?["training"] as? [String: Any])
  }

  @Test(arguments: ["embed", "reconstruct"])
  func `a preset trains like the options that help says it stands for`(preset: String) throws {
    let folder = try corpus()
    let help = try Binary.run(["train", "--help"], in: folder).text
    let paragraph = try #require(
      help.components(separatedBy: "--preset \(preset): ").dropFirst().first?
        .components(separatedBy: "\n\n").first)
    let words = try #require(paragraph.components(separatedBy: "Stands for").dropFirst().first)
      .split(whereSeparator: \.isWhitespace).map(String.init)
    let small = ["--epochs", "1", "--precision", "f32"]
    for (output, options) in [("a.textae", ["--preset", preset]), ("b.textae", words)] {
      let rest = options.enumerated().filter { place, word in
        word != "--epochs" && (place == 0 || options[place - 1] != "--epochs")
      }.map(\.element)
      let outcome = try Binary.run(
        ["train", "corpus.txt", "--output", output] + rest + small, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
    }
    #expect(try folder.read("a.textae/config.json") == folder.read("b.textae/config.json"))
    #expect(
      folder.contains("a.textae/postprocessing.safetensors")
        == (preset == "embed" && folder.contains("b.textae/postprocessing.safetensors")))
  }

  @Test func `a preset is a recipe, and every other option overrides it`() throws {
    let folder = try corpus()
    let tiny = ["--embedding-size", "8", "--hidden-size", "12", "--epochs", "1"]
    func train(_ output: String, _ options: String...) throws -> [String: Any] {
      let outcome = try Binary.run(
        ["train", "corpus.txt", "--output", output, "--precision", "f32"] + tiny + options,
        in: folder)
      #expect(outcome.status == 0, "\(outcome)")
      return try settings(of: output, in: folder)
    }
    let plain = try train("plain.textae")
    let preset = try train("embed.textae", "--preset", "embed")
    #expect(
      preset["objective"] as? [String] == ["reconstruct:1:0.5", "lexical:300:0.3"])
    #expect(preset["initialization"] as? String == "sum")
    #expect(preset["secondCorruption"] as? [String] == ["mix"])
    #expect(preset["stemLetters"] as? Int == 4)
    #expect(preset["softmaxSample"] as? Int == 4096)
    #expect(preset["corruption"] as? [String] == ["drop:0.1"])
    #expect(preset["batchSize"] as? Int != plain["batchSize"] as? Int)
    let own = try train(
      "own.textae", "--preset", "embed", "--batch-size", "64", "--objective", "bag",
      "--no-lowercase")
    #expect(own["objective"] as? [String] == ["bag:1"])
    // No objective is left for a stage of sums.
    #expect(own["initialization"] as? String == "lexical")
    #expect(own["batchSize"] as? Int == plain["batchSize"] as? Int)
    #expect(own["corruption"] as? [String] == ["drop:0.1"])
    let tokens = try ["embed", "own"].map { model in
      try Binary.run(
        ["vocab", "show", "--tokenizer", "\(model).textae/tokenizer.json", "THE CAT"], in: folder
      ).text
    }
    #expect(tokens == ["Ġthe Ġcat </s>\n", "Ġ T H E Ġ C A T </s>\n"])
    _ = try train("recon.textae", "--preset", "reconstruct")
    // A preset allows a tokenizer, and a run with it can be resumed.
    _ = try train("other.textae", "--preset", "embed", "--tokenizer", "plain.textae")
    _ = try train("embed.textae", "--preset", "embed", "--resume")
  }

  @Test func `a model learns from the vectors of another`() throws {
    let folder = try TinyModel.copy()
    // Empty lines have vectors, too.
    try folder.write("\n" + TinyModel.corpus + "\n\nbread .\n", to: "corpus.txt")
    let embedded = try Binary.run(
      ["embed", "corpus.txt", "--model", "tiny.textae", "--output", "v.npy"], in: folder)
    #expect(embedded.status == 0, "\(embedded)")
    let taught = try train(["--teacher", "v.npy"], in: folder)
    #expect(taught.status == 0 && taught.errors.contains("distill "), "\(taught)")
    #expect(
      try settings(of: "m.textae", in: folder)["objective"] as? [String] == [
        "reconstruct:1", "distill:30",
      ])
    let without = try train(["--resume", "--objective", "distill"], in: folder)
    #expect(without.status == 64 && without.errors.contains("the teacher is none"), "\(without)")
    let resumed = try train(["--resume", "--teacher", "v.npy"], in: folder)
    #expect(resumed.status == 0, "\(resumed)")
    try folder.write("bread .\n", to: "other.txt")
    let conflict = try train(["--teacher", "v.npy", "--validation", "other.txt"], in: folder)
    #expect(conflict.status == 64 && conflict.errors.contains("--validation"), "\(conflict)")
  }

  @Test func `a teacher of another text is refused before anything is written`() throws {
    let folder = try TinyModel.copy()
    let embedded = try Binary.run(
      ["embed", "corpus.txt", "--model", "tiny.textae", "--output", "v.npy"], in: folder)
    #expect(embedded.status == 0, "\(embedded)")
    try folder.write(TinyModel.corpus + "\n", to: "corpus.txt")
    let names = try folder.names
    let outcome = try train(["--teacher", "v.npy", "--objective", "distill:5"], in: folder)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("rows: 48, lines: 49"), "\(outcome)")
    #expect(try folder.names == names)
  }

  @Test func `a model learns from pairs of sentences, plain or compressed`() throws {
    let folder = try corpus()
    let lines = TinyModel.corpus.split(separator: "\n")
    let pairs = zip(lines, lines.reversed()).map { "\($0)\t\($1)\n" }.joined()
    try folder.write(pairs + "an unseen word .\tbread .\n", to: "pairs.tsv")
    let zipped = try Binary.shell("gzip -k pairs.tsv", in: folder)
    #expect(zipped.status == 0, "\(zipped)")
    let trained = try train(["--pairs", "pairs.tsv"], in: folder)
    #expect(trained.status == 0 && trained.errors.contains("pair "), "\(trained)")
    #expect(
      try settings(of: "m.textae", in: folder)["objective"] as? [String] == [
        "reconstruct:1", "pair:1",
      ])
    // The vocabulary has the words of the pairs.
    let tokens = try Binary.run(
      ["vocab", "show", "--tokenizer", "m.textae/tokenizer.json", "unseen"], in: folder)
    #expect(tokens.text == "unseen </s>\n")
    #expect(!folder.contains("m.textae.pairs.txt") && folder.contains("m.textae.pairs.tokens"))
    let resumed = try train(["--resume", "--pairs", "pairs.tsv.gz"], in: folder)
    #expect(resumed.status == 0, "\(resumed)")
    let without = try train(["--resume"], in: folder)
    #expect(without.status == 1 && without.errors.contains("pair:1"), "\(without)")
  }

  @Test(arguments: [
    ("bread .\tbread .\nbread .\n", "pairs.tsv, line 2: a pair is two sentences"),
    ("bread .\tbread .\tbread .\n", "pairs.tsv, line 1: a pair is two sentences"),
    ("bread .\t \n", "pairs.tsv, line 1: a pair is two sentences"),
    ("", "pairs.tsv: no pairs"),
  ])
  func `a table that has no pairs is refused before anything is written`(
    table: String, message: String
  ) throws {
    let folder = try corpus()
    try folder.write(table, to: "pairs.tsv")
    let outcome = try train(["--pairs", "pairs.tsv"], in: folder)
    #expect(outcome.status == 65 && outcome.errors.contains(message), "\(outcome)")
    #expect(try folder.names == ["corpus.txt", "pairs.tsv"])
  }

  @Test func `token vectors begin as the word vectors and have their size`() throws {
    let folder = try TinyWords.copy()
    let export = try Binary.run(
      ["export", "--model", "tiny.skipgram", "--output", "tiny.vec"], in: folder)
    #expect(export.status == 0, "\(export)")
    func train(_ output: String, _ options: [String]) throws -> Binary.Outcome {
      try Binary.run(
        ["train", "corpus.txt", "--output", output, "--epochs", "1", "--tokenizer-model", "word"]
          + ["--hidden-size", "12", "--precision", "f32"] + options, in: folder)
    }
    for (output, vectors) in [("a.textae", "tiny.skipgram"), ("b.textae", "tiny.vec")] {
      let outcome = try train(output, ["--init-embeddings", vectors])
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.errors.contains("tokens begin with a word vector"), "\(outcome)")
    }
    // Both hold the same vectors, to the digit.
    #expect(
      try folder.read("a.textae/model.safetensors") == folder.read("b.textae/model.safetensors"))
    let random = try train("c.textae", ["--embedding-size", "8"])
    #expect(random.status == 0, "\(random)")
    #expect(
      try folder.read("a.textae/model.safetensors") != folder.read("c.textae/model.safetensors"))
    let resumed = try train("a.textae", ["--init-embeddings", "tiny.vec", "--resume"])
    #expect(resumed.status == 0, "\(resumed)")
    let changed = try train("c.textae", ["--init-embeddings", "tiny.vec", "--resume"])
    #expect(changed.status == 1, "\(changed)")
    #expect(changed.errors.contains("--init-embeddings"), "\(changed)")
    let other = try train("d.textae", ["--init-embeddings", "tiny.vec", "--embedding-size", "9"])
    #expect(other.status == 64, "\(other)")
    #expect(other.errors.contains("the embedding size is 9, but must be 8"), "\(other)")
  }

  @Test func `word vectors of the corpus come first, the same with any number of threads`() throws {
    let folder = try corpus()
    func train(_ output: String, _ options: [String]) throws -> Binary.Outcome {
      try Binary.run(
        ["train", "corpus.txt", "--output", output, "--tokenizer-model", "word"]
          + ["--hidden-size", "12", "--embedding-size", "8", "--precision", "f32"] + options,
        in: folder)
    }
    for (output, threads) in [("a.textae", "1"), ("b.textae", "3")] {
      let outcome = try train(output, ["--skipgram", "--epochs", "1", "--threads", threads])
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.errors.contains("tokens begin with a word vector"), "\(outcome)")
    }
    #expect(
      try folder.read("a.textae/model.safetensors") == folder.read("b.textae/model.safetensors"))
    let random = try train("c.textae", ["--epochs", "1"])
    #expect(random.status == 0, "\(random)")
    #expect(
      try folder.read("a.textae/model.safetensors") != folder.read("c.textae/model.safetensors"))
    // A run that has begun has its vectors.
    let resumed = try train("a.textae", ["--skipgram", "--epochs", "2", "--resume"])
    #expect(resumed.status == 0 && !resumed.errors.contains("begin with"), "\(resumed)")
    let late = try train("c.textae", ["--skipgram", "--epochs", "2", "--resume"])
    #expect(late.status == 1 && late.errors.contains("--skipgram"), "\(late)")
  }

  @Test func `word vectors of a single word are refused`() throws {
    let folder = try corpus()
    try folder.write("again again\n", to: "one.txt")
    let outcome = try Binary.run(
      ["train", "one.txt", "--output", "one.textae", "--tokenizer-model", "word", "--skipgram"],
      in: folder)
    #expect(outcome.status == 65 && outcome.errors.contains("--no-skipgram"), "\(outcome)")
  }

  @Test(arguments: [
    (["--corruption", "drop:2"], "bad value 'drop:2' for --corruption"),
    (["--corruption", "shuffle:0"], "bad value 'shuffle:0' for --corruption"),
    (["--objective", "bag:x"], "bad value 'bag:x' for --objective"),
    (["--objective", "bag", "--objective", "bag"], "the objective is bag:1 bag:1"),
    (["--objective", "bag:0"], "the objective is bag:0"),
    (["--objective", "contrast"], "the corruption is none"),
    (["--objective", "lexical"], "the corruption is none"),
    (["--stem-letters", "0"], "bad value '0' for --stem-prefix"),
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
