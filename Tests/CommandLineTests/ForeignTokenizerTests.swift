import TestSupport
import Testing

/// Models with a tokenizer that another program learned.
@Suite("Tokenizers of other programs on the command line")
struct ForeignTokenizerTests {
  @Test(
    "a model is trained, resumed, embedded with and decoded",
    arguments: ["bert-uncased", "albert", "t5", "unigram-bytes"])
  func training(name: String) throws {
    let folder = try TemporaryFolder()
    let source = #filePath.replacing("CommandLineTests", with: "TokenizationTests")
    try folder.write(GoldenFile.bytes(name + ".json", source: source), to: "t.json")
    try folder.write(TinyModel.corpus, to: "corpus.txt")
    let train = [
      "train", "corpus.txt", "--output", "m.textae", "--embedding-size", "8", "--hidden-size", "12",
      "--batch-size", "8", "--precision", "f32", "--skipgram",
    ]
    let runs = [
      train + ["--tokenizer", "t.json", "--epochs", "1"], train + ["--epochs", "2", "--resume"],
      ["embed", "--model", "m.textae", "corpus.txt", "--output", "v.npy"],
      ["reconstruct", "--model", "m.textae", "the cat sees the river ."],
      ["skipgram", "corpus.txt", "--tokenizer", "m.textae", "--output", "w.skipgram"]
        + TinyWords.training,
      ["info", "m.textae", "t.json"],
    ]
    for arguments in runs {
      let outcome = try Binary.run(arguments, in: folder)
      #expect(outcome.status == 0, "\(arguments): \(outcome)")
    }
    // What this package does not write itself is kept as it was read.
    #expect(try folder.read("m.textae/tokenizer.json") == folder.read("t.json"))
  }

  @Test("a part that is not known is named")
  func unknownPart() throws {
    let folder = try TemporaryFolder()
    let source = #filePath.replacing("CommandLineTests", with: "TokenizationTests")
    let text = String(decoding: try GoldenFile.bytes("t5.json", source: source), as: UTF8.self)
    try folder.write(text.replacing("\"Unigram\"", with: "\"Bigram\""), to: "t.json")
    let outcome = try Binary.run(["vocab", "show", "--tokenizer", "t.json", "a"], in: folder)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("model Bigram is not supported, only WordLevel, BPE"))
    #expect(outcome.errors.contains("'textae vocab build' makes one"))
  }
}
