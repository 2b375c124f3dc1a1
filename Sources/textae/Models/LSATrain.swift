import CommandLineKit
import LatentSemanticAnalysis
import TensorKit

struct LSATrain: Command {
  static let name = "lsa"
  static let abstract = "Build a baseline without training: TF-IDF and latent semantic analysis."
  static let discussion = """
    Words are runs of letters and digits in lower case, and single punctuation marks. Sentences \
    are compared by the cosine similarity of their TF-IDF weights or, where vectors are needed, of \
    their LSA vectors.
    """
  static let examples = [
    Example(
      "lsa corpus.txt.gz --output corpus.lsa", "Writes a model with vectors of 256 dimensions."),
    Example(
      "lsa corpus.txt.gz --dimension 0 --output corpus.tfidf",
      "Writes a model with TF-IDF weights only."),
  ]

  @Argument(
    "CORPUS",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.",
    isRequired: true)
  var corpora: [String]
  @Option("The model folder to write.", value: "NAME", completion: .directory) var output: String
  @Option("Dimensions of the vectors; 0 for TF-IDF weights only.", .within(0...4_096))
  var dimension = 256
  @Option("Minimum number of sentences that contain a word.", .atLeast(1)) var minCount = 2
  @Option(
    "Treat words with the same first letters, this many, as one word.", name: "stem-prefix",
    formerNames: ["stem-letters"], .within(1...100))
  var stemLetters: Int?
  @Option("Random seed of the decomposition.") var seed: UInt64 = 1
  @Flag("Replace an existing output.") var overwrite
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws { try tables.validate() }

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    try OutputCheck.folder(output, mayExist: overwrite)
    tables.warn(of: corpora, work.console)
    let source = try StandardInputCopy(corpora: corpora, output: output, mayBeEmpty: false)
    defer { source.remove() }
    let meter = work.console.meter("lsa", unit: "sentences")
    let model = try Interrupt.endingAtOnce {
      try LSAModel(
        training: source.corpora, format: tables.format, dimension: dimension,
        minimumCount: minCount,
        stemLetters: stemLetters, seed: seed, pool: WorkerPool(threads: work.threads),
        progress: { meter.update($0) })
    }
    meter.finish()
    try model.write(to: output, existing: overwrite ? .replace : .refuse)
  }
}
