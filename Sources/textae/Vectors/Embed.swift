import CommandLineKit
import FileFormats
import SentenceEmbedding

extension VectorFormat: ArgumentChoice {}
extension VectorNumber: ArgumentChoice {}

struct Embed: Command {
  static let name = "embed"
  static let abstract = "Convert sentences to vectors."
  static let discussion = """
    Each input line gives one row, in the same order. An empty line gives a row too. Memory use \
    does not grow with the input, except for the names of --format word2vec: a repeated sentence \
    gets a number there, because readers take one vector per name.

    Without --format, the ending of the output decides: .jsonl, .tsv, .vec (word2vec), .raw, .arrow, \
    and npy for all others. With --format pgvector, PostgreSQL reads the rows with COPY table \
    (sentence, embedding) FROM the output. Rows of tsv, jsonl, pgvector and raw have no header, so \
    parts made on several machines can be joined.

    With --numbers, npy and raw take less room: f16 and bf16 half of it, int8 a quarter. Each row \
    of int8 is scaled so that its largest number is 127; cosines change by less than 0.01.
    """
  static let examples = [
    Example(
      "embed sentences.txt --output vectors.npy",
      "Writes the vectors of the English model that comes with textae."),
    Example(
      "embed --model reviews.textae sentences.txt --output vectors.npy",
      "Writes a NumPy matrix with one row per line."),
    Example(
      "embed --model reviews.textae --format tsv --output - < sentences.txt",
      "Prints the same vectors as text."),
  ]

  @Argument(
    "FILE",
    "Text files, one sentence per line, or tables; plain or compressed. - or none is standard input."
  )
  var files: [String]
  let model = ModelOptions()
  @Option("Output file; - is standard output.", value: "FILE", completion: .file)
  var output: String
  @Option("File format of the vectors, if not by the ending of the output.")
  var format = VectorFormat.npy
  @Option("How numbers are stored: npy has f32, f16 and int8, raw has all.")
  var numbers = VectorNumber.f32
  @Flag("Skip the post-processing stored with the model.") var raw
  @Flag("Replace an existing output.") var overwrite
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws {
    try tables.validate()
    if !$format, let ending = OutputEnding(of: output), ending.format == nil {
      throw UsageRule.unknownEnding(ending.name, formats: VectorFormat.allCases.map(\.rawValue))
    }
    guard chosenFormat.holds(numbers) else {
      throw UsageRule.numbers(numbers.rawValue, format: chosenFormat.rawValue)
    }
  }

  private var chosenFormat: VectorFormat {
    $format ? format : OutputEnding(of: output)?.format ?? .npy
  }

  func run() throws {
    try SentenceStream.requireText(files)
    if let sentence = files.first(where: { $0.contains(" ") && !Paths.exists($0) }) {
      throw CommandError.sentenceAsFile(sentence, model: model.model)
    }
    let existing: OverwritePolicy = overwrite ? .replace : .refuse
    try OutputCheck.file(output, existing)
    let loaded = try model.load(raw: raw, threads: work.threads)
    let embedder = try loaded.sentenceEmbedder()
    let writer = try chosenFormat.makeWriter(
      path: output, dimension: embedder.dimension, number: numbers, existing: existing)
    tables.warn(of: files, work.console)
    var stream = SentenceStream(files: files, format: tables.format)
    let meter = work.console.meter("embed", unit: "sentences")
    var language = LanguageCheck(loaded, of: InputName.of(files), work.console)
    var (done, hasText) = (0, false)
    while let sentences = try stream.next(8_192) {
      try Interrupt.check(saved: "\(output) was not written")
      language.read(sentences)
      hasText = hasText || sentences.contains { !$0.isBlank }
      try embedder.embed(sentences).withElements { rows in
        try writer.append(rows, labels: sentences)
      }
      done += sentences.count
      meter.update(done)
    }
    guard hasText else {
      throw CommandError.noText(
        at: files.isEmpty || files == ["-"] ? "standard input" : files.joined(separator: ", "))
    }
    try writer.finish()
    meter.finish()
    language.finish()
    loaded.warnOfCuts(work.console)
    if let numbered = (writer as? Word2VecWriter)?.numberedCount, numbered > 0 {
      work.console.warn(
        "repeated sentences, whose names got numbers such as _2: \(grouped(numbered))")
    }
  }
}

/// The ending of a file name that says which format its reader expects.
struct OutputEnding {
  /// The ending, without its dot.
  let name: String
  /// The format; nil if `embed` does not write it.
  let format: VectorFormat?

  private static let formats: [String: VectorFormat?] = [
    "npy": .npy, "jsonl": .jsonl, "tsv": .tsv, "vec": .word2vec, "raw": .raw, "f32": .raw,
    "arrow": .arrow, "feather": .arrow,
    "csv": nil, "json": nil, "parquet": nil, "gz": nil, "npz": nil, "txt": nil, "safetensors": nil,
    "pt": nil, "pth": nil, "h5": nil, "hdf5": nil, "pkl": nil, "fvecs": nil, "xlsx": nil,
    "mat": nil,
    "bin": nil, "zip": nil, "zst": nil, "db": nil, "sqlite": nil,
  ]

  /// Nil for a path without an ending, or with one that says nothing about the format.
  init?(of path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    self.name = name[name.index(after: dot)...].lowercased()
    guard let format = Self.formats[self.name] else { return nil }
    self.format = format
  }
}
