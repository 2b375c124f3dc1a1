import TestSupport
import Testing

/// Commands that are given nothing but blanks say so, all in the same way.
@Suite struct BlankInputTests {
  /// A folder with a model, word vectors, and files without a word.
  private static let folder = Result { () throws -> TemporaryFolder in
    let folder = try TinyModel.copy()
    let words = try Binary.run(
      ["skipgram", "corpus.txt", "--output", "tiny.skipgram", "--min-count", "1"]
        + ["--dimension", "4", "--epochs", "1"], in: folder)
    try #require(words.status == 0, "\(words)")
    try folder.write("", to: "empty.txt")
    try folder.write("\n  \n\t\n", to: "blank.txt")
    return folder
  }

  /// Commands that are to be followed by a sentence, or by `-`.
  private static let asking = [
    ["search", "corpus.txt", "--model", "tiny.textae"],
    ["reconstruct", "--model", "tiny.textae"], ["paraphrase", "--model", "tiny.textae"],
    ["neighbors", "--model", "tiny.skipgram"],
    ["vocab", "show", "--tokenizer", "words.json"],
  ]

  private static func expect(_ arguments: [String], input: String = "", at place: String) throws {
    let outcome = try Binary.run(arguments, in: try folder.get(), input: input)
    #expect(outcome.status == 65, "\(arguments): \(outcome)")
    #expect(
      outcome.errors.contains("\(place): no text; give at least one word"),
      "\(arguments): \(outcome)")
    #expect(outcome.text.isEmpty, "\(arguments): \(outcome)")
  }

  @Test(arguments: asking)
  func `a blank sentence or query is refused`(command: [String]) throws {
    for blank in ["", " \t"] { try Self.expect(command + [blank], at: "\"\(blank)\"") }
    try Self.expect(command + ["the cat", ""], at: "\"\"")
  }

  @Test(arguments: asking)
  func `so is standard input without a word`(command: [String]) throws {
    for input in ["", "\n", "  \n\n\t\n"] {
      try Self.expect(command + ["-"], input: input, at: "standard input")
    }
  }

  @Test(arguments: [
    ["compare", "--sentences", "corpus.txt", "--models", "tiny.textae", "tiny.skipgram", "--"],
    ["interpolate", "--model", "tiny.textae", "the cat"],
    ["analogy", "--model", "tiny.skipgram", "cat", "dog"],
  ])
  func `so is one of several texts`(command: [String]) throws {
    try Self.expect(command + [""], at: "\"\"")
  }

  @Test(arguments: ["empty.txt", "blank.txt"])
  func `so is a file to embed, and nothing is written`(file: String) throws {
    let embed = ["embed", "--model", "tiny.textae", "--output", "none.npy"]
    try Self.expect(embed + [file], at: file)
    try Self.expect(embed + ["-"], at: "standard input")
    try Self.expect(embed + [""], at: "\"\"")
    #expect(try !Self.folder.get().contains("none.npy"))
  }

  @Test func `a blank line among others keeps its place`() throws {
    let folder = try Self.folder.get()
    let found = try Binary.run(
      ["search", "corpus.txt", "--model", "tiny.textae", "--json", "--count", "1", "-"],
      in: folder, input: "the cat\n\na dog\n")
    #expect(found.status == 0 && found.lines.count == 3, "\(found)")
    #expect(found.lines[1].contains("\"neighbors\":[]"), "\(found)")
    let written = try Binary.run(
      ["reconstruct", "--model", "tiny.textae", "--json", "-"], in: folder,
      input: "the cat\n\na dog\n")
    #expect(written.status == 0 && written.lines.count == 3, "\(written)")
  }
}
