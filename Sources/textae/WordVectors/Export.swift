import CommandLineKit
import EnglishModel
import FileFormats
import SkipGram

struct Export: Command {
  static let name = "export"
  static let abstract = "Write word vectors in the formats of other programs."
  static let discussion = """
    gensim reads the result with KeyedVectors.load_word2vec_format(path), or with binary=True for \
    the binary format. The model may also be a GloVe or fastText file, so that one format can be \
    converted to another.
    """
  static let examples = [
    Example(
      "export --model reviews.skipgram --output reviews.vec", "Writes word2vec's text format."),
    Example(
      "export --model reviews.skipgram --format word2vec-binary --output reviews.bin",
      "Writes the binary format: a third of the size, and faster to load."),
    Example(
      "export --model damaged.vec --skip-bad-rows --output mended.vec",
      "Leaves out the rows that no reader takes."),
    Example(
      "export --model glove.6B.100d.txt --format textae --output glove.skipgram",
      "Converts to a folder that loads faster than the text."),
  ]

  @Option(
    "A skip-gram model, or a word2vec, GloVe or fastText file.", value: "MODEL",
    defaultText: EnglishModelText.words, completion: .file)
  var model = ModelInTheBox.wordsName
  @Option("Output file; - is standard output.", value: "FILE", completion: .file)
  var output: String
  @Option("File format of the vectors.") var format = WordVectorFormat.word2vec
  @Flag("Leave out rows that cannot be read, and count them, instead of stopping at the first.")
  var skipBadRows
  @Flag("Replace an existing output.") var overwrite
  @Flag("Show only warnings and errors.") var quiet

  func run() throws {
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    let output = format == .textae ? Paths.withoutFinalSlashes(output) : output
    if format == .textae {
      try OutputCheck.folder(output, mayExist: overwrite)
    } else {
      try OutputCheck.file(output, existing)
    }
    let vectors =
      skipBadRows && Paths.exists(model) && !Paths.isFolder(model)
      ? try SkipGramModel(importing: model, skipsBadRows: true)
      : try ModelLoading(raw: true).load(model).wordVectors()
    let console = Console(quiet: quiet)
    var leftOut = 0
    switch format {
    case .word2vec, .word2vecBinary:
      leftOut = try vectors.exportWord2Vec(
        to: output, binary: format == .word2vecBinary, existing: existing)
    case .textae: try vectors.write(to: output, existing: existing)
    }
    if leftOut > 0 {
      console.warn(
        "words left out because they have white space in them: \(grouped(leftOut)); "
          + "--format textae keeps them")
    }
    if vectors.subwords != nil {
      console.warn("\(output) has the words only; \(model) also composes vectors of unseen words")
    }
    let count = vectors.words.count - leftOut
    console.note("\(output): \(counted(count, "word")) of \(vectors.dimension) dimensions")
  }
}

/// The values of `export --format`.
enum WordVectorFormat: String, ArgumentChoice {
  case word2vec
  case word2vecBinary = "word2vec-binary"
  case textae
}
