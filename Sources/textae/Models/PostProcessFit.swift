import CommandLineKit
import FileFormats
import SentenceEmbedding
import SkipGram
import TensorKit
import TextAutoencoder

struct PostProcessFit: Command {
  static let name = "fit"
  static let abstract = "Fit a post-processing: center, remove principal components, whiten."
  static let discussion = """
    Fits to the vectors of a corpus, in constant memory, and stores the result with the model. \
    embed, evaluate, compare and index build apply it unless --raw is given.

    With --tune, the best of several common recipes is chosen by the mean correlation on files of \
    scored pairs. Do not use files that you report results on.
    """
  static let examples = [
    Example(
      "postprocess fit corpus.txt.gz --model reviews.textae --center --remove 5",
      "Subtracts the mean and removes the five strongest components."),
    Example(
      "postprocess fit corpus.txt.gz --model reviews.textae --tune stsb-train.csv",
      "Chooses the recipe that is best on a file of scored pairs."),
  ]

  @Argument(
    "CORPUS",
    "Text files, one sentence per line, or tables; plain or compressed. - or none is standard input."
  )
  var corpora: [String]
  @Option("The model to fit a post-processing for.", value: "MODEL", completion: .file) var model:
    String
  @Option("How to combine word vectors; also written MODEL:POOLING.")
  var pooling = WordPooling.sif
  @Flag("Subtract the mean.") var center
  @Option("Number of the strongest principal components to remove.", .within(0...65_536))
  var remove = 0
  @Option(
    "Number of components to keep, scaled to unit variance; implies --center.", .within(1...65_536))
  var whiten: Int?
  @Option("A file of scored pairs to choose the recipe by.", value: "FILE", completion: .file)
  var tune: [String] = []
  @Option("Number of sentences to fit to, from the start of the corpus; 0 means all.", .atLeast(0))
  var sentences = PostProcessing.mostSentences
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws {
    try tables.validate()
    let given = center || remove > 0 || whiten != nil
    guard given != !tune.isEmpty else {
      throw given ? UsageRule.recipeAndTuning : UsageRule.nothingToFit
    }
  }

  func run() throws {
    let pool = WorkerPool(threads: work.threads)
    let loaded = try ModelLoading(raw: true, pooling: pooling).load(model)
    let facts = loaded.opened.facts
    if facts.comesWithPackage { throw ModelStoreError.fixedModel(name: facts.path) }
    let embedder = try loaded.sentenceEmbedder()
    let moments = try measure(embedder, pool: pool)
    let recipe: PostProcessingRecipe
    if tune.isEmpty {
      recipe = PostProcessingRecipe(center: center, remove: remove, whiten: whiten)
    } else {
      recipe = try RecipeTuning(embedder: embedder, moments: moments, pool: pool)
        .best(on: tune, console: work.console)
    }
    try PostProcessing.keep(
      recipe, fitting: moments, of: embedder, at: loaded.postProcessingPath,
      console: work.console, pool: pool)
  }

  private func measure(
    _ embedder: any SentenceEmbedder, pool: WorkerPool
  ) throws -> MomentAccumulator {
    tables.warn(of: corpora, work.console)
    var moments = MomentAccumulator(dimension: embedder.dimension)
    var stream = SentenceStream(files: corpora, format: tables.format)
    let limit = sentences > 0 ? sentences : .max
    let meter = work.console.meter("postprocess", unit: "sentences")
    while moments.count < limit, let lines = try stream.next(min(4_096, limit - moments.count)) {
      try Interrupt.check(saved: "nothing was written")
      try moments.add(embedder.embed(lines), pool: pool)
      meter.update(moments.count)
    }
    meter.finish()
    return moments
  }
}
