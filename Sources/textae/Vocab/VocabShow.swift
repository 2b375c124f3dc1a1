import CommandLineKit
import FileFormats
import Tokenization

struct VocabShow: Command {
  static let name = "show"
  static let abstract = "Show how a tokenizer splits sentences."
  static let discussion = "Without arguments, type sentences one per line."
  static let examples = [
    Example(
      "vocab show --tokenizer reviews.json \"the food was great .\"",
      "The tokens of one sentence."),
    Example(
      "vocab show --tokenizer reviews.json --json - < sentences.txt",
      "Tokens and ids, exactly as the encoder reads them."),
  ]

  @Argument("SENTENCE", "Sentences; - reads standard input, one per line.", completion: .none)
  var sentences: [String]
  @Option("A tokenizer.json, or a model that contains one.", value: "FILE", completion: .file)
  var tokenizer: String
  @Flag("Print one JSON object per sentence, with tokens and ids.") var json

  func run() throws {
    let tokenizer = try TokenizerPath.open(tokenizer)
    var stream = SentenceStream(arguments: sentences, prompt: "sentence: ")
    var output = StandardOutput()
    while let sentences = try stream.next(1_024) {
      try Interrupt.check()
      for sentence in sentences {
        let ids = tokenizer.encode(sentence)
        try output.writeLine(json ? object(ids, tokenizer) : text(ids, tokenizer))
      }
      try output.flush()
    }
  }

  private func text(_ ids: [UInt32], _ tokenizer: Tokenizer) -> String {
    tokenizer.tokens(of: ids).joined(separator: " ")
  }

  private func object(_ ids: [UInt32], _ tokenizer: Tokenizer) -> String {
    let object: JSONValue = [
      "tokens": .array(tokenizer.tokens(of: ids).map(JSONValue.string)),
      "ids": .array(ids.map { .integer(Int($0)) }),
    ]
    return object.jsonText
  }
}
