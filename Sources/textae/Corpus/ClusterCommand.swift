import CommandLineKit
import CorpusAnalysis
import DataStructures
import FileFormats
import TensorKit

struct ClusterCommand: Command {
  static let name = "cluster"
  static let abstract = "Group sentences; show what is central and telling in each group."
  static let discussion = """
    With --count, every sentence belongs to one of as many groups (spherical k-means). With \
    --threshold, a group is a sentence and all that are at least as similar to it; most sentences \
    may belong to none. Telling words are frequent in a group and rare in the others.
    """
  static let examples = [
    Example(
      "cluster reviews.txt --model reviews.textae --count 20", "Divides a file into 20 groups."),
    Example(
      "cluster reviews.txt --model reviews.textae --threshold 0.8 --min-size 5 --json",
      "Finds groups of similar sentences, as one JSON object per group."),
  ]

  @Argument(
    "FILE",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.")
  var files: [String]
  let embedding = SentenceVectorOptions()
  @Option("Number of groups that every sentence is divided among.", .within(1...1_000_000))
  var count = 10
  @Option(
    "The least cosine similarity with the central sentence, instead of a number of groups.",
    .within(-1...1))
  var threshold: Double?
  @Option("The least number of sentences in a group, with --threshold.", .within(1...1_000_000_000))
  var minSize = 10
  @Option("Number of telling words to show.", .within(0...1_000)) var words = 8
  @Option("Number of sentences to show of each group, the most central first.", .within(0...1_000))
  var show = 3
  @Option("Random seed of the first centers.") var seed: UInt64 = 1
  @Flag("Print one JSON object per group, with the numbers of all its sentences.") var json
  let tables = CorpusOptions()
  let work = RunOptions()

  func validate() throws {
    try embedding.validate(tables)
    if $count, threshold != nil { throw UsageProblem.conflict("--count", "--threshold") }
    if $minSize, threshold == nil { throw UsageRule.sizeWithoutThreshold }
  }

  func run() throws {
    let (set, sentences) = try embedding.read(files, tables, work)
    let clusters = try clusters(of: set)
    var telling = TellingWords(groups: clusters.count)
    var groups = [Int?](repeating: nil, count: sentences.count)
    for (number, cluster) in clusters.enumerated() where !sentences.isEmpty {
      for member in cluster.members { groups[member] = number }
    }
    for (sentence, group) in zip(sentences, groups) {
      try Interrupt.check()
      telling.add(sentence, group: group)
    }
    var output = StandardOutput()
    for (number, cluster) in clusters.enumerated() {
      let answer = ClusterAnswer(
        number: number, cluster: cluster, words: telling.words(of: number, count: words),
        sentences: sentences, shown: show)
      try output.write(json ? answer.json : answer.text)
    }
    try output.flush()
    if threshold != nil {
      let grouped = clusters.reduce(0) { $0 + $1.members.count }
      work.console.note("\(grouped) of \(set.count) sentences are in \(clusters.count) groups")
    }
  }

  private func clusters(of set: UnitVectorSet) throws -> [Cluster] {
    let pool = WorkerPool(threads: work.threads)
    if let threshold {
      let meter = work.console.meter("cluster", unit: "sentences", total: set.count)
      defer { meter.finish() }
      return try CommunityDetection(threshold: threshold, minimumSize: minSize)
        .clusters(of: set, pool: pool) {
          try Interrupt.check()
          meter.update($0)
        }
    }
    let meter = work.console.meter("cluster", unit: "rounds")
    defer { meter.finish() }
    return try SphericalKMeans(count: count, seed: seed).clusters(of: set, pool: pool) {
      try Interrupt.check()
      meter.update($0)
    }
  }
}
