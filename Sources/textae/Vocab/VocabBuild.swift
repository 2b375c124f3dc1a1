import CommandLineKit
import FileFormats
import Tokenization

struct VocabBuild: Command {
  static let name = "build"
  static let abstract = "Build a tokenizer from corpora."
  static let discussion = """
    The result is a tokenizer.json as Hugging Face tokenizers read it. The same text gives the same file, whatever \
    the number of threads.
    """
  static let examples = [
    Example(
      "vocab build reviews.txt --tokenizer-model bpe --vocabulary-size 8000 --output reviews.json",
      "Byte pairs: any text can be read and given back."),
    Example(
      "vocab build a.txt b.txt.gz --tokenizer-model word --min-count 2 --lowercase --output ab.json",
      "Words that occur twice or more in two corpora."),
  ]

  @Argument(
    "CORPUS", "Text files, one sentence a line; .gz too; - is standard input.", isRequired: true)
  var corpora: [String]
  @Option("The file to write; - is standard output.", value: "FILE.json", completion: .file)
  var output: String
  let vocabulary = VocabularyOptions()
  @Flag("Replace the output if it exists.") var overwrite
  let work = RunOptions()

  func validate() throws { try vocabulary.validate() }

  func run() throws {
    let existing: ExistingFile = overwrite ? .replace : .refuse
    try OutputCheck.file(output, existing)
    let tokenizer = try vocabulary.build(from: corpora, work: work)
    try tokenizer.write(to: output, existing: existing)
    work.console.note("\(output): \(grouped(tokenizer.vocabularySize)) tokens")
  }
}
