import CommandLineKit
import DataStructures
import DimensionReduction
import FileFormats
import SentenceEmbedding
import TensorKit

struct ReduceFit: Command {
  static let name = "fit"
  static let abstract = "Fit principal components or an autoencoder to vectors."
  static let discussion = """
    Writes a folder for 'reduce apply', which makes short codes of vectors, and 'reduce invert', \
    which makes vectors of codes again. Principal components of up to 1,024 dimensions are found \
    in constant memory; everything else holds the vectors in memory.
    """
  static let examples = [
    Example(
      "reduce fit vectors.npy --dimension 32 --output small.reducer",
      "Finds the 32 strongest directions."),
    Example(
      "reduce fit vectors.npy --method autoencoder --dimension 32 --output small.reducer",
      "Trains a dense autoencoder that begins as principal components."),
    Example(
      "reduce fit vectors.npy --method autoencoder --start random --code-activation sigmoid "
        + "--regularizer kl:0.1 --output sparse.reducer", "Trains a sparse autoencoder."),
  ]

  @Argument(
    "VECTORS", "A file of vectors: .npy or word2vec; - is standard input.", isRequired: true)
  var vectors: [String]
  @Option("The folder to write.", value: "NAME", completion: .directory) var output: String
  @Option("How vectors are reduced.") var method = ReductionMethod.pca
  @Option("Components of a code.", .within(1...65_536)) var dimension = 32
  @Flag("Print one JSON object about the result.") var json
  @Flag("Replace an existing output.") var overwrite
  let autoencoder = AutoencoderOptions()
  let work = RunOptions()

  func validate() throws {
    guard vectors.count == 1 else { throw UsageRule.vectorFiles(vectors.count) }
    if method == .autoencoder { _ = try autoencoder.plan(dimension: dimension) }
  }

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    try OutputCheck.folder(output, mayExist: overwrite)
    let pool = WorkerPool(threads: work.threads)
    let input = try VectorInput(path: vectors[0])
    let reducer: any StoredReducer =
      switch method {
      case .pca: try components(of: input, pool)
      case .autoencoder: try autoencoder(of: input, pool)
      }
    try ReducerFolder.write(reducer, to: output, existing: overwrite ? .replace : .refuse)
    let facts = ReducerFolder.description(of: reducer)
    if json {
      try StandardOutput.print(Report(title: output, facts: facts).json.jsonText + "\n")
    } else {
      work.console.note(Report(title: "\(output): a reducer", facts: facts).text)
    }
  }

  private func components(
    of input: VectorInput, _ pool: WorkerPool
  ) throws -> PrincipalComponents {
    guard input.dimension <= PrincipalComponents.mostExact else {
      let vectors = try input.all(console: work.console)
      return try Interrupt.endingAtOnce {
        try PrincipalComponents(
          fitting: vectors, dimension: dimension, seed: autoencoder.seed, pool: pool)
      }
    }
    var moments = MomentAccumulator(dimension: input.dimension)
    let meter = work.console.meter("reduce", unit: "vectors", total: input.count)
    while let part = try input.next(4_096, from: 0) {
      try Interrupt.check(saved: "nothing was written")
      try moments.add(part.vectors, pool: pool)
      meter.update(moments.count)
    }
    meter.finish()
    return try Interrupt.endingAtOnce {
      try PrincipalComponents(moments: moments, dimension: dimension, pool: pool)
    }
  }

  private func autoencoder(of input: VectorInput, _ pool: WorkerPool) throws -> VectorAutoencoder {
    let vectors = try input.all(console: work.console)
    let meter = work.console.meter("reduce", unit: "vectors")
    let result = try VectorAutoencoder(
      fitting: vectors, plan: autoencoder.plan(dimension: dimension), pool: pool
    ) { progress in
      try Interrupt.check(saved: "nothing was written")
      meter.update(
        progress.vectors, of: progress.total,
        detail: "loss \(TextFormat.significant(progress.loss, digits: 3))")
    }
    meter.finish()
    return result
  }
}

/// The values of `--method`.
enum ReductionMethod: String, ArgumentChoice {
  case pca, autoencoder
}
