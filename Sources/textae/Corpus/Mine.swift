import CommandLineKit
import CorpusAnalysis
import DataStructures
import FileFormats
import TensorKit

struct Mine: Command {
  static let name = "mine"
  static let abstract = "Find the most similar pairs of sentences: near-duplicates, paraphrases."
  static let discussion = """
    Each line shows the cosine similarity, the numbers of both sentences, counted from 0, and the \
    sentences, separated by tabs. All pairs are compared. Memory holds the vectors and the best \
    pairs, however many there are. Which similarity is high depends on the model; look at some \
    pairs first.
    """
  static let examples = [
    Example(
      "mine reviews.txt --model reviews.textae --threshold 0.9",
      "Prints pairs of similarity 0.9 or more, the most similar first."),
    Example(
      "mine reviews.txt --vectors reviews.npy --limit 100 --threshold -1 --json",
      "Prints the hundred most similar pairs, from vectors of another program."),
  ]

  @Argument(
    "FILE",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.")
  var files: [String]
  let embedding = SentenceVectorOptions()
  @Option("The least cosine similarity of a pair.", .within(-1...1)) var threshold = 0.8
  @Option("The largest number of pairs.", .within(1...100_000_000)) var limit = 500_000
  @Flag("Print one JSON object per pair.") var json
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws { try embedding.validate(tables) }

  func run() throws {
    let (set, sentences) = try embedding.read(files, tables, work)
    let meter = work.console.meter("mine", unit: "pairs")
    let pairs = try PairMining(threshold: threshold, limit: limit).pairs(
      of: set, pool: WorkerPool(threads: work.threads)
    ) { done, total in
      try Interrupt.check()
      meter.update(done, of: total)
    }
    meter.finish()
    var output = StandardOutput()
    for pair in pairs {
      let both = [pair.first, pair.second].filter { $0 < sentences.count }.map { sentences[$0] }
      if json {
        var members: [JSONValue.Member] = [
          .init(key: "first", value: .integer(pair.first)),
          .init(key: "second", value: .integer(pair.second)),
          .init(key: "score", value: .float(pair.score)),
        ]
        if !both.isEmpty {
          members.append(.init(key: "sentences", value: .array(both.map { .string($0) })))
        }
        try output.writeLine(JSONValue.object(members).jsonText)
      } else {
        let fields = [SearchAnswer.rounded(pair.score), "\(pair.first)", "\(pair.second)"] + both
        try output.writeLine(fields.joined(separator: "\t"))
      }
    }
    try output.flush()
    if pairs.count == limit {
      work.console.note(
        limit == 1
          ? "the best pair; --limit shows more"
          : "the best \(grouped(limit)) pairs; --limit shows more")
    }
  }
}
