import CommandLineKit
import FileFormats
import Tokenization

struct VocabBuild: Command {
  static let name = "build"
  static let abstract = "Build a tokenizer from text."
  static let discussion = """
    The result is a tokenizer.json that Hugging Face tokenizers can read. The same text gives the \
    same file for any number of threads.
    """
  static let examples = [
    Example(
      "vocab build reviews.txt --tokenizer-model bpe --vocabulary-size 8000 --output reviews.json",
      "Byte pairs, which can encode any text and decode it exactly."),
    Example(
      "vocab build a.txt b.txt.gz --tokenizer-model word --min-count 2 --lowercase --output ab.json",
      "Words that occur at least twice in two corpora."),
  ]

  @Argument(
    "CORPUS",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.",
    isRequired: true)
  var corpora: [String]
  @Option("Output file; - is standard output.", value: "FILE.json", completion: .file)
  var output: String
  let vocabulary = VocabularyOptions()
  let tables = CorpusOptions()
  @Flag("Replace an existing output.") var overwrite
  let work = RunOptions()

  func validate() throws {
    try vocabulary.validate()
    try tables.validate()
  }

  func run() throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    try OutputCheck.file(output, existing)
    tables.warn(of: corpora, work.console)
    let tokenizer = try vocabulary.build(from: corpora, tables.format, work: work)
    try tokenizer.write(to: output, existing: existing)
    work.console.note("\(output): \(counted(tokenizer.vocabularySize, "token"))")
  }
}
