import CommandLineKit
import EmbeddingEvaluation
import FileFormats
import Foundation
import SentenceEmbedding
import SkipGram
import TensorKit

struct Compare: Command {
  static let name = "compare"
  static let abstract = "Put the same questions to two or more models, side by side."
  static let discussion = """
    Shows the nearest sentences of each query, how far the models agree, and what moves their vectors: word order, \
    negation, one changed word, length, paraphrase. Without a query three sentences of the file are taken.

    No side is favoured: the post-processing kept with the models is used if every one has it, else none is. With \
    --remove all are centered and freed of as many components, fitted to the sentences.

    Word vectors become a sentence by their mean, by sif (frequent words weigh less, the common component is \
    removed) or by sif-weights (nothing is removed): write MODEL:mean, MODEL:sif or MODEL:sif-weights.
    """
  static let examples = [
    Example(
      "compare --models reviews.textae reviews.skipgram --sentences reviews.txt 'the food was cold'",
      "Neighbours of a sentence, agreement and probes."),
    Example(
      "compare --models reviews.skipgram:mean reviews.skipgram:sif --sentences reviews.txt",
      "The same word vectors, averaged in two ways."),
    Example(
      "compare --models a.textae b.skipgram c.lsa --sentences reviews.txt --remove 5 --json",
      "Three models after the same post-processing, as JSON."),
  ]

  @Argument("QUERY", "Sentences to find neighbours of.", completion: .none) var queries: [String]
  @Option(
    "The models, two or more.", value: "MODEL", completion: .file, severalValues: true)
  var models: [String] = []
  @Option("How word vectors become the vector of a sentence; MODEL:POOLING says it for one model.")
  var pooling = WordPooling.sif
  @Option("Where neighbours come from, one sentence a line.", value: "FILE", completion: .file)
  var sentences: String
  @Option("Neighbours of each query.", .within(1...1_000)) var count = 5
  @Option("Components that are removed from all models, after centering.", .within(0...1_000))
  var remove: Int?
  @Option(
    "Pairs to probe with instead of those built in: wordOrder, negation, oneWord, length or paraphrase, and two "
      + "sentences, between tabs.", value: "FILE", completion: .file)
  var probes: String?
  @Option("Columns of the output; 0 for COLUMNS or those of the terminal.", .within(0...1_000))
  var width = 0
  @Option("Seed of the samples.") var seed: UInt64 = 1
  @Flag("Vectors as the models give them, without the post-processing kept with them.") var raw
  @Flag("One JSON object.") var json
  let work = RunOptions()

  func validate() throws {
    guard models.count >= 2 else {
      throw UsageProblem.invalid(
        "--models needs two models or more", advice: "write --models A B before another option")
    }
  }

  func run() throws {
    let pool = WorkerPool(threads: work.threads)
    var stream = SentenceStream(files: [sentences])
    var lines: [String] = []
    while let more = try stream.next(4_096) {
      try Interrupt.check()
      lines += more.filter { !$0.isEmpty }
    }
    guard Set(lines).count >= 2 else {
      throw CommandFailure(
        "fewer than two different sentences", at: sentences,
        advice: "give the sentences to find neighbours among, one a line", exitStatus: .badData)
    }
    let result = try Interrupt.endingAtOnce {
      let comparison = Comparison(
        of: try loadFairly(lines, pool: pool), count: count, seed: seed, pool: pool)
      return try comparison.run(
        queries: queries.isEmpty ? Self.picked(3, of: lines, seed: seed) : queries,
        sentences: lines, probes: try probes.map(ProbeFile.read) ?? ProbePair.builtIn)
    }
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

  /// The models, all with a post-processing or none: kept with each, or fitted here.
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
        "no post-processing is used, because none is kept with \(plain.path); "
          + "`postprocess fit` makes one")
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
