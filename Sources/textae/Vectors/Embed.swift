import CommandLineKit
import FileFormats
import SentenceEmbedding

extension VectorFormat: ArgumentChoice {}

struct Embed: Command {
  static let name = "embed"
  static let abstract = "Convert sentences to vectors."
  static let discussion = """
    Each input line gives one row, in the same order. An empty line gives a row too. Memory use \
    does not grow with the input.
    """
  static let examples = [
    Example(
      "embed --model reviews.textae sentences.txt --output vectors.npy",
      "Writes a NumPy matrix with one row per line."),
    Example(
      "embed --model reviews.textae --format tsv --output - < sentences.txt",
      "Prints the same vectors as text."),
  ]

  @Argument(
    "FILE", "Text files with one sentence per line, plain or .gz. - or none is standard input.")
  var files: [String]
  let model = ModelOptions()
  @Option("Output file; - is standard output.", value: "FILE", completion: .file)
  var output: String
  @Option("File format of the vectors.") var format = VectorFormat.npy
  @Flag("Skip the post-processing stored with the model.") var raw
  @Flag("Replace an existing output.") var overwrite
  let work = RunOptions()

  func run() throws {
    let existing: ExistingFile = overwrite ? .replace : .refuse
    try OutputCheck.file(output, existing)
    let loaded = try model.load(raw: raw, threads: work.threads)
    let embedder = try loaded.sentenceEmbedder()
    let writer = try format.makeWriter(
      path: output, dimension: embedder.dimension, existing: existing)
    var stream = SentenceStream(files: files)
    let meter = work.console.meter("embed", unit: "sentences")
    var done = 0
    while let sentences = try stream.next(8_192) {
      try Interrupt.check(saved: "\(output) was not written")
      try embedder.embed(sentences).withElements { rows in
        try writer.append(rows, labels: sentences)
      }
      done += sentences.count
      meter.update(done)
    }
    try writer.finish()
    meter.finish()
    loaded.warnOfCuts(work.console)
  }
}
