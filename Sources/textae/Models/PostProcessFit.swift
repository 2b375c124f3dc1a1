import CommandLineKit
import FileFormats
import SentenceEmbedding
import SkipGram
import TensorKit

struct PostProcessFit: Command {
  static let name = "fit"
  static let abstract = "Make the vectors of a model tell more: center, remove components, whiten."
  static let discussion = """
    Fits to the vectors of a corpus, in constant memory, and keeps the result with the model: embed, evaluate, \
    compare and index build apply it unless told --raw. Nothing about the result depends on the threads.

    With --tune the recipe is chosen among some that are known to help, by the mean correlation on files of scored \
    pairs; use files that are not what you report on.
    """
  static let examples = [
    Example(
      "postprocess fit corpus.txt.gz --model reviews.textae --center --remove 5",
      "The mean and the five strongest components go."),
    Example(
      "postprocess fit corpus.txt.gz --model reviews.textae --tune stsb-train.csv",
      "What does best on a file of scored pairs."),
  ]

  @Argument(
    "CORPUS", "Text files, one sentence a line; .gz too. - or nothing is standard input.")
  var corpora: [String]
  @Option("The model.", value: "MODEL", completion: .file) var model: String
  @Option("How word vectors become the vector of a sentence; also written MODEL:POOLING.")
  var pooling = WordPooling.sif
  @Flag("Subtract the mean.") var center
  @Option("How many of the strongest components go.", .within(0...65_536)) var remove = 0
  @Option("How many components stay, scaled to unit variance; centers too.", .within(1...65_536))
  var whiten: Int?
  @Option("Files of scored pairs to choose the recipe by.", value: "FILE", completion: .file)
  var tune: [String] = []
  @Option("Fit to so many sentences, from the start of the corpus; 0 for all.", .atLeast(0))
  var sentences = PostProcessing.mostSentences
  let work = RunOptions()

  func validate() throws {
    let given = center || remove > 0 || whiten != nil
    guard given != !tune.isEmpty else {
      throw UsageProblem.invalid(
        given ? "--tune chooses what --center, --remove and --whiten say" : "nothing to be done",
        advice: "give --center, --remove or --whiten, or only --tune")
    }
  }

  func run() throws {
    let pool = WorkerPool(threads: work.threads)
    let loaded = try ModelLoading(raw: true, pooling: pooling).load(model)
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
    var moments = MomentAccumulator(dimension: embedder.dimension)
    var stream = SentenceStream(files: corpora)
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
