import CommandLineKit
import LatentSemanticAnalysis
import TensorKit

struct LSATrain: Command {
  static let name = "lsa"
  static let abstract = "Make the baseline without training: TF-IDF weights and their LSA."
  static let discussion = """
    Words are lower-cased runs of letters and digits, and single marks. Sentences are compared by the cosine of their \
    TF-IDF weights; where vectors are needed, by those of latent semantic analysis.
    """
  static let examples = [
    Example("lsa corpus.txt.gz --output corpus.lsa", "Vectors of 256 components."),
    Example("lsa corpus.txt.gz --dimension 0 --output corpus.tfidf", "TF-IDF weights only."),
  ]

  @Argument(
    "CORPUS", "Text files, one sentence a line; .gz too; - is standard input.", isRequired: true)
  var corpora: [String]
  @Option("The folder to write.", value: "NAME", completion: .directory) var output: String
  @Option("Components of a vector; 0 for TF-IDF weights only.", .within(0...4_096))
  var dimension = 256
  @Option("Words in fewer sentences are left out.", .atLeast(1)) var minCount = 2
  @Option("Words whose first so many letters agree are one word.", .within(1...100))
  var stemLetters: Int?
  @Option("Seed of the decomposition.") var seed: UInt64 = 1
  @Flag("Replace the output if it exists.") var overwrite
  let work = RunOptions()

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    try OutputCheck.folder(output, mayExist: overwrite, advice: "--overwrite replaces it")
    let source = try StandardInputCopy(corpora: corpora, output: output, mayBeEmpty: false)
    defer { source.remove() }
    let meter = work.console.meter("lsa", unit: "sentences")
    let model = try Interrupt.endingAtOnce {
      try LSAModel(
        training: source.corpora, dimension: dimension, minimumCount: minCount,
        stemLetters: stemLetters, seed: seed, pool: WorkerPool(threads: work.threads),
        progress: { meter.update($0) })
    }
    meter.finish()
    try model.write(to: output, existing: overwrite ? .replace : .refuse)
  }
}
