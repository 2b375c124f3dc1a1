import Foundation
import TestSupport
import Testing

/// Tokenizers and reconstructions on the command line.
@Suite struct TextTests {
  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func `vocab show gives the ids that the encoder reads`() throws {
    let outcome = try Binary.run(
      ["vocab", "show", "--tokenizer", "tiny.textae", "--json", "the zebra ."],
      in: try TinyModel.folder.get())
    #expect(outcome.status == 0, "\(outcome)")
    let shown = try object(outcome.text)
    #expect(shown["tokens"] as? [String] == ["the", "<unk>", ".", "</s>"])
    #expect((shown["ids"] as? [Int])?.dropFirst() == [1, 5, 3])
  }

  @Test func `vocab build gives the same bytes for any number of threads, and from a pipe`() throws
  {
    let folder = try TinyModel.copy()
    for (name, arguments, input) in [
      ("a.json", ["corpus.txt", "--threads", "1"], ""),
      ("b.json", ["corpus.txt", "--threads", "3"], ""),
      ("c.json", ["-"], TinyModel.corpus),
    ] {
      let outcome = try Binary.run(
        ["vocab", "build", "--vocabulary-size", "280", "--output", name] + arguments, in: folder,
        input: input)
      #expect(outcome.status == 0, "\(outcome)")
    }
    #expect(try folder.read("a.json") == folder.read("b.json"))
    #expect(try folder.read("a.json") == folder.read("c.json"))
  }

  /// The ligature of "first" is one letter in the canonical forms and two in the compatible ones;
  /// the accent of "café" is a letter of its own in the decomposed ones.
  @Test(arguments: [
    ("none", "\u{FB01}rst caf\u{E9}"), ("nfc", "\u{FB01}rst caf\u{E9}"),
    ("nfd", "\u{FB01}rst cafe\u{301}"), ("nfkc", "first caf\u{E9}"),
    ("nfkd", "first cafe\u{301}"),
  ])
  func `vocab build normalizes as requested`(form: String, words: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("\u{FB01}rst caf\u{E9}\n", to: "text.txt")
    let built = try Binary.run(
      [
        "vocab", "build", "text.txt", "--tokenizer-model", "word", "--normalization", form,
        "--output", "words.json",
      ], in: folder)
    #expect(built.status == 0, "\(built)")
    let shown = try Binary.run(
      ["vocab", "show", "--tokenizer", "words.json", "\u{FB01}rst caf\u{E9}"], in: folder)
    // Strings compare by canonical equivalence; the bytes tell the forms apart.
    #expect(Array(shown.text.utf8) == Array((words + " </s>\n").utf8), "\(shown.text)")
  }

  @Test(arguments: ["1", "3"])
  func `reconstruct answers every line in order`(beam: String) throws {
    let inputs = ["the cat sees the moon .", "", "a dog likes bread ."]
    let outcome = try Binary.run(
      ["reconstruct", "--model", "tiny.textae", "--beam", beam, "--json", "-"],
      in: try TinyModel.folder.get(), input: inputs.map { $0 + "\n" }.joined())
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.lines.count == 3)
    for (line, input) in zip(outcome.lines, inputs) {
      let answer = try object(line)
      #expect(answer["input"] as? String == input)
      #expect(answer["exact"] as? Bool == (answer["output"] as? String == input))
      let output = try #require(answer["logProbability"] as? Double)
      let own = try #require(answer["inputLogProbability"] as? Double)
      #expect(output < 0 && own < 0)
      // One is of the sentence that came back, the other of the sentence itself.
      #expect(answer["exact"] as? Bool == (abs(own - output) < 1e-4), "\(line)")
      #expect(answer["unknownWords"] == nil)
    }
  }

  @Test func `reconstruct names the words that the vocabulary lacks`() throws {
    let outcome = try Binary.run(
      ["reconstruct", "--model", "tiny.textae", "--json", "-"], in: try TinyModel.folder.get(),
      input: "the zebra sees the moon .\nqwertz asdf .\n")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try outcome.lines.map(object)[0]["unknownWords"] as? [String] == ["zebra"])
    #expect(outcome.errors.contains("the zebra sees the moon .\": zebra"), "\(outcome)")
    #expect(outcome.errors.contains("no word of the sentence is known: qwertz asdf ."))
  }

  @Test func `paraphrase and interpolate name unknown words too`() throws {
    let folder = try TinyModel.folder.get()
    let paraphrase = try Binary.run(
      ["paraphrase", "--model", "tiny.textae", "--json", "the zebra ."], in: folder)
    #expect(paraphrase.status == 0, "\(paraphrase)")
    #expect(try object(paraphrase.text)["unknownWords"] as? [String] == ["zebra"])
    let interpolate = try Binary.run(
      ["interpolate", "--model", "tiny.textae", "--json", "the zebra .", "a zebra gnu ."],
      in: folder)
    #expect(try object(interpolate.text)["unknownWords"] as? [String] == ["zebra", "gnu"])
    #expect(interpolate.errors.split(separator: "\n").count == 2, "\(interpolate)")
  }

  @Test func `a word too long for a word vocabulary is counted, and byte pairs take it`() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: "ACGT", count: 300) + "\nother text\n", to: "dna.txt")
    let build = ["vocab", "build", "dna.txt", "--output", "-", "--vocabulary-size", "270"]
    let words = try Binary.run(build + ["--tokenizer-model", "word"], in: folder)
    #expect(words.status == 0, "\(words)")
    #expect(
      words.errors.contains("warning: words over 1,000 bytes left out of the vocabulary: 1;"),
      "\(words)")
    let pairs = try Binary.run(build + ["--tokenizer-model", "bpe"], in: folder)
    #expect(pairs.status == 0 && !pairs.errors.contains("warning"), "\(pairs)")
    try folder.write(
      TinyModel.corpus + String(repeating: "ACGT", count: 300) + "\n", to: "mixed.txt")
    let trained = try Binary.run(
      [
        "train", "mixed.txt", "--output", "m.textae", "--time-budget", "1ms",
        "--no-keep-checkpoint",
      ]
        + TinyModel.training, in: folder)
    #expect(trained.status == 0, "\(trained)")
    #expect(trained.errors.contains("warning: words over 1,000 bytes left"), "\(trained)")
    #expect(!trained.errors.contains("--resume continues"), "\(trained)")
    let train = try Binary.run(
      ["skipgram", "dna.txt", "--output", "d.skipgram", "--min-count", "1", "--dimension", "2"],
      in: folder)
    #expect(
      train.status == 0 && train.errors.contains("warning: words over 1,000 bytes left"), "\(train)"
    )
  }

  @Test func `a corpus from a pipe trains the same model as the file, and resumes without it`()
    throws
  {
    let folder = try TinyModel.copy()
    let training = TinyModel.training + ["--epochs", "2"]
    let piped = try Binary.run(
      ["train", "-", "--output", "piped.textae"] + training, in: folder, input: TinyModel.corpus)
    #expect(piped.status == 0, "\(piped)")
    #expect(
      try folder.read("piped.textae/model.safetensors")
        == folder.read("tiny.textae/model.safetensors"))
    #expect(!folder.contains("piped.textae.stdin"))
    let resumed = try Binary.run(
      ["train", "-", "--output", "piped.textae", "--resume"] + training, in: folder)
    #expect(resumed.status == 0, "\(resumed)")
  }
}
