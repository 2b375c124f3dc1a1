import CommandLineKit
import EmbeddingEvaluation
import EnglishModel
import FileFormats
import Foundation
import SentenceEmbedding
import SkipGram
import TensorKit

struct Compare: Command {
  static let name = "compare"
  static let abstract = "Compare two or more models side by side on the same sentences."
  static let discussion = """
    Shows the nearest sentences of each query, how much the models agree, and how their vectors \
    react to changes of word order, negation, one word, length, and to paraphrases. Without a \
    query, takes three sentences of the file.

    All models are treated alike: stored post-processing is applied only if every model has one. \
    With --remove, all vectors are centered and the same number of principal components is \
    removed, fitted to the sentences.

    Word vectors are combined by their mean (MODEL:mean), by SIF (MODEL:sif: frequent words weigh \
    less, the common component is removed), or by the SIF weights alone (MODEL:sif-weights).
    """
  static let examples = [
    Example(
      "compare --sentences reviews.txt 'the food was cold'",
      "Compares the two models that come with textae."),
    Example(
      "compare --models reviews.textae reviews.skipgram --sentences reviews.txt 'the food was cold'",
      "Shows the neighbors of a sentence, agreement and probes."),
    Example(
      "compare --models reviews.skipgram:mean reviews.skipgram:sif --sentences reviews.txt",
      "Compares two ways to combine the same word vectors."),
    Example(
      "compare --models a.textae b.skipgram c.lsa --sentences reviews.txt --remove 5 --json",
      "Compares three models after the same post-processing, as JSON."),
  ]

  @Argument("QUERY", "Sentences to find the neighbors of.", completion: .none) var queries: [String]
  @Option(
    "Two or more models. Without them, the English model that comes with textae, and its word "
      + "vectors.", name: "models", value: "MODEL", completion: .file, severalValues: true)
  var givenModels: [String] = []
  @Option("How to combine word vectors; MODEL:POOLING sets it for one model.")
  var pooling = WordPooling.sif
  @Option("Sentences to search for neighbors, one per line.", value: "FILE", completion: .file)
  var sentences: String
  @Option("Number of neighbors per query.", .within(1...1_000)) var count = 5
  @Option("Principal components to remove from all vectors, after centering.", .within(0...1_000))
  var remove: Int?
  @Option(
    "Probes to use instead of the built-in ones. Each line has wordOrder, negation, oneWord, "
      + "length or paraphrase, and two sentences, separated by tabs.", value: "FILE",
    completion: .file)
  var probes: String?
  @Option(
    "Width of the output in columns; 0 means COLUMNS or that of the terminal.", .within(0...1_000))
  var width = 0
  @Option("Random seed.") var seed: UInt64 = 1
  @Flag("Skip the post-processing stored with the models.") var raw
  @Option("A drawing of the probes to write, as SVG.", value: "FILE.svg", completion: .file)
  var plot: String?
  @Flag("Print one JSON object.") var json
  @Flag("Replace an existing drawing.") var overwrite
  let work = RunOptions()

  func validate() throws {
    guard models.count >= 2 else { throw UsageRule.tooFewModels }
  }

  /// The models that are given, or those that come with textae.
  private var models: [String] { givenModels.isEmpty ? ModelInTheBox.names : givenModels }

  func run() throws {
    try SentenceStream.requireText(queries)
    let drawing = try PlotFile(plot, overwrite: overwrite)
    let pool = WorkerPool(threads: work.threads)
    var stream = SentenceStream(files: [sentences])
    var lines: [String] = []
    while let more = try stream.next(4_096) {
      try Interrupt.check()
      lines += more.filter { !$0.isBlank }
    }
    guard Set(lines).count >= 2 else { throw CommandError.tooFewSentences(path: sentences) }
    let result = try Interrupt.endingAtOnce {
      let comparison = Comparison(
        of: try loadFairly(lines, pool: pool), count: count, seed: seed, pool: pool)
      return try comparison.run(
        queries: queries.isEmpty ? Self.picked(3, of: lines, seed: seed) : queries,
        sentences: lines, probes: try probes.map(ProbeFile.read) ?? ProbePair.builtIn)
    }
    try drawing?.write(ComparisonPlot(result).chart.svg)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      try StandardOutput.print(
        String(decoding: try encoder.encode(result), as: UTF8.self) + "\n")
    } else {
      let columns = width > 0 ? width : Terminal.outputWidth
      try StandardOutput.print(ComparisonText(width: columns).render(result))
    }
  }

  /// Loads the models, either all with a post-processing or none. It is stored with each, or fitted
  /// here.
  private func loadFairly(_ lines: [String], pool: WorkerPool) throws -> [Comparison.Model] {
    var loaded = try models.map {
      try ModelLoading(raw: raw || remove != nil, pooling: pooling).load($0)
    }
    if let remove {
      let recipe = PostProcessingRecipe(center: true, remove: remove)
      loaded = try loaded.map { model in
        let vectors = try model.sentenceEmbedder().embed(lines)
        return try model.postProcessed(
          by: PostProcessing(fitting: vectors, recipe: recipe, pool: pool))
      }
    } else if let plain = loaded.first(where: { $0.postProcessing == .none }),
      loaded.contains(where: { $0.postProcessing != .none })
    {
      work.console.note(
        "no post-processing is applied, because \(plain.path) has none; "
          + "'textae postprocess fit' makes one")
      loaded = try models.map { try ModelLoading(raw: true, pooling: pooling).load($0) }
    }
    let names = loaded.map(\.name)
    return try loaded.map { model in
      let isAlone = names.filter { $0 == model.name }.count == 1
      return Comparison.Model(
        name: isAlone ? model.name : model.longName, embedder: try model.sentenceEmbedder(),
        postProcessing: model.postProcessing.summary)
    }
  }

  private static func picked(_ count: Int, of lines: [String], seed: UInt64) -> [String] {
    var random = RandomStream(seed: seed, purpose: .shuffle, item: 1)
    return Array(lines.shuffled(using: &random).prefix(count))
  }
}
