import CommandLineKit
import FileFormats
import SentenceEmbedding

extension VectorFormat: ArgumentChoice {}

struct Embed: Command {
  static let name = "embed"
  static let abstract = "Turn sentences into vectors."
  static let discussion = """
    One line in, one row out, in the same order; an empty line has a row too. Memory stays constant however long \
    the input is.
    """
  static let examples = [
    Example(
      "embed --model reviews.textae sentences.txt --output vectors.npy",
      "A NumPy matrix with one row a line."),
    Example(
      "embed --model reviews.textae --format tsv --output - < sentences.txt",
      "The same as text, on standard output."),
  ]

  @Argument("FILE", "Text files, one sentence a line; .gz too. - or nothing is standard input.")
  var files: [String]
  let model = ModelOptions()
  @Option("Where the vectors go; - is standard output.", value: "FILE", completion: .file)
  var output: String
  @Option("How the vectors are written.") var format = VectorFormat.npy
  @Flag("Vectors as the model gives them, without the post-processing kept with it.") var raw
  @Flag("Replace the output if it exists.") var overwrite
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
