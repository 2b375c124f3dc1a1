import Foundation
import TestSupport
import Testing

/// Mistakes of users: the message names file, line or option, and nothing is written.
@Suite struct BadInputTests {
  private static let train = ["train", "input.txt", "--output", "out.textae", "--epochs", "1"]
  private static let build = ["vocab", "build", "input.txt", "--output", "out.json"]
  private static let embed = [
    "embed", "--model", "tiny.textae", "input.txt", "--output", "out.npy",
  ]
  private static let reading = [
    train + TinyModel.training, build + ["--tokenizer-model", "word"], embed,
  ]

  /// Runs, and checks that the run failed as it should and left no output.
  private func fails(
    _ arguments: [String], in folder: TemporaryFolder, status: Int32, naming words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try folder.names
    let outcome = try Binary.run(arguments, in: folder)
    #expect(outcome.status == status, "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.errors.hasPrefix("textae"), sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.errors.contains(word), "\(outcome)", sourceLocation: sourceLocation)
    }
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    #expect(try folder.names == before, sourceLocation: sourceLocation)
  }

  @Test(arguments: reading)
  func `a missing input is named`(arguments: [String]) throws {
    let folder = try TinyModel.copy()
    try fails(arguments, in: folder, status: 1, naming: ["input.txt", "no such file"])
  }

  @Test(arguments: reading)
  func `a folder in place of a file is named`(arguments: [String]) throws {
    let folder = try TinyModel.copy()
    try FileManager.default.createDirectory(
      at: folder.url("input.txt"), withIntermediateDirectories: false)
    try fails(arguments, in: folder, status: 1, naming: ["input.txt", "folder"])
  }

  @Test(arguments: reading)
  func `invalid UTF-8 is named with its line`(arguments: [String]) throws {
    let folder = try TinyModel.copy()
    try folder.write(Data("fine\nalso fine\nbroken ".utf8) + [0xC3, 0x28, 0x0A], to: "input.txt")
    try fails(arguments, in: folder, status: 65, naming: ["input.txt, line 3", "UTF-8"])
  }

  @Test(arguments: [reading[0], reading[1]])
  func `an empty corpus is named`(arguments: [String]) throws {
    let folder = try TinyModel.copy()
    try folder.write("", to: "input.txt")
    try fails(arguments, in: folder, status: 65, naming: ["input.txt: no word in the text"])
  }

  @Test(arguments: reading)
  func `a line over 16 MB is named`(arguments: [String]) throws {
    let folder = try TinyModel.copy()
    try folder.write(Data("x\n".utf8) + Data(repeating: 0x61, count: 16_000_001), to: "input.txt")
    try fails(arguments, in: folder, status: 65, naming: ["input.txt, line 2", "16000000"])
  }

  @Test(arguments: reading)
  func `an output that cannot be written is named before the work begins`(arguments: [String])
    throws
  {
    let folder = try TinyModel.copy()
    try folder.write(TinyModel.corpus, to: "input.txt")
    try folder.write("a file", to: "blocked")
    let redirected = arguments.map { $0.hasPrefix("out.") ? "blocked/\($0)" : $0 }
    try fails(redirected, in: folder, status: 1, naming: ["blocked"])
  }

  @Test(arguments: reading)
  func `an existing output is not replaced without a request`(arguments: [String]) throws {
    let folder = try TinyModel.copy()
    try folder.write(TinyModel.corpus, to: "input.txt")
    for name in ["out.json", "out.npy"] { try folder.write("precious", to: name) }
    try FileManager.default.createDirectory(
      at: folder.url("out.textae"), withIntermediateDirectories: false)
    try folder.write("precious", to: "out.textae/config.json")
    try fails(arguments, in: folder, status: 1, naming: ["out.", "--overwrite"])
    for name in ["out.json", "out.npy", "out.textae/config.json"] {
      #expect(try folder.read(name) == Data("precious".utf8))
    }
  }

  @Test(arguments: reading)
  func `a full disk is reported and leaves no output`(arguments: [String]) throws {
    let folder = try TinyModel.copy()
    // The input is larger than the limit, so that every output would be too.
    let sentences = (0..<1_500).map { "word\($0) stands here .\n" }
    try folder.write(sentences.joined(), to: "input.txt")
    let line = arguments.map { "'\($0)'" }.joined(separator: " ")
    let outcome = try Binary.shell(
      "ulimit -f 8; \"$textae\" \(line) --vocabulary-size 1600", in: folder)
    #expect(outcome.status == 1 || outcome.status == 64, "\(outcome)")
    #expect(!folder.contains("out.json"))
    #expect(!folder.contains("out.npy"))
    #expect(!folder.contains("out.textae/model.safetensors"))
  }

  @Test(arguments: reading)
  func `unusual lines are handled`(arguments: [String]) throws {
    let folder = try TinyModel.copy()
    let long = String(repeating: String(repeating: "w", count: 99) + " ", count: 100_000)
    try folder.write("nul \0 inside .\n\n\u{FEFF}mark\n" + long + "\nlast line", to: "input.txt")
    let outcome = try Binary.run(arguments, in: folder)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func `a corpus of one line can be trained on`() throws {
    let folder = try TemporaryFolder()
    try folder.write("only this line .", to: "input.txt")
    let outcome = try Binary.run(Self.train + TinyModel.training, in: folder)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func `a slash at the end of the output changes nothing`() throws {
    let folder = try TinyModel.copy()
    let train = ["train", "corpus.txt", "--output", "new.textae/", "--epochs", "1"]
    for more in [[], ["--resume"]] {
      let outcome = try Binary.run(train + TinyModel.training + more, in: folder)
      #expect(outcome.status == 0, "\(outcome)")
    }
    #expect(folder.contains("new.textae.tokens"))
    #expect(!folder.contains("new.textae/.tokens"))
  }

  #if os(Linux)
    @Test func `running out of memory is reported, and nothing crashes`() throws {
      let folder = try TemporaryFolder()
      try folder.write(TinyModel.corpus, to: "input.txt")
      let outcome = try Binary.shell(
        "ulimit -v 600000; \"$textae\" \(Self.train.joined(separator: " ")) --hidden-size 2048",
        in: folder)
      #expect(outcome.status == 1, "\(outcome)")
      #expect(outcome.errors.contains("textae: no memory for another "), "\(outcome)")
      #expect(!folder.contains("out.textae/model.safetensors"))
    }
  #endif

  @Test func `a model that cannot fit the memory is refused`() throws {
    let folder = try TemporaryFolder()
    try folder.write(TinyModel.corpus, to: "input.txt")
    let outcome = try Binary.run(
      Self.train + ["--hidden-size", "65536", "--layers", "64"], in: folder)
    #expect(outcome.status == 64, "\(outcome)")
    #expect(outcome.errors.contains("of memory"))
    #expect(try folder.names == ["input.txt"])
  }

  @Test(arguments: [
    ("--hidden-size 0", "bad value '0' for --hidden-size"),
    ("--batch-size -1", "bad value '-1' for --batch-size"),
    ("--epochs 1e3", "bad value '1e3' for --epochs"),
    ("--dropout 1.5", "bad value '1.5' for --dropout"),
    ("--learning-rate nan", "bad value 'nan' for --learning-rate"),
    ("--time-budget 10", "bad value '10' for --time-budget"),
    ("--vocabulary-size 100", "a vocabulary of 100 is too small for bpe"),
    ("--tokenizer-model byte", "bad value 'byte' for --tokenizer-model"),
    ("--hiden-size 5", "did you mean '--hidden-size'?"),
    ("--resume --overwrite", "--resume and --overwrite exclude each other"),
    ("--init tiny.textae --hidden-size 12", "--init and --hidden-size exclude each other"),
    ("--init tiny.textae --skipgram", "--init and --skipgram exclude each other"),
    ("--init tiny.textae --lowercase", "--init has its own tokenizer"),
    ("--init tiny.textae --tokenizer words.json", "--init has its own tokenizer"),
    ("--tokenizer words.json --lowercase", "--tokenizer has its own vocabulary"),
  ])
  func `impossible settings are refused by name`(options: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(TinyModel.corpus, to: "input.txt")
    let words = options.split(separator: " ").map(String.init)
    try fails(
      ["train", "input.txt", "--output", "out.textae"] + words, in: folder, status: 64,
      naming: [message])
  }
}
