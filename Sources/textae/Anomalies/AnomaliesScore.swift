import AnomalyDetection
import CommandLineKit
import DataStructures
import FileFormats
import TextAutoencoder

struct AnomaliesScore: Command {
  static let name = "score"
  static let abstract = "Score how unlike normal texts each line is."
  static let discussion = """
    Each line gives its score, anomalous or normal, and itself, in the same order. Memory use does \
    not grow with the input. Records are read from the columns that they were fitted on, unless \
    --fields says otherwise.

    With --explain, the tokens or fields that cost the decoder most follow, with −log p in nats.
    """
  static let examples = [
    Example("anomalies score mail.anomalies inbox.txt", "Prints a score per line."),
    Example(
      "anomalies score mail.anomalies --explain --json - < inbox.txt",
      "Prints one JSON object per line, with the tokens that cost most."),
  ]

  @Argument("ANOMALIES", "A folder that anomalies fit wrote.") var folder: String
  @Argument("FILE", "Texts or tables; plain or compressed. - or none is standard input.")
  var files: [String]
  let model = AnomalyModelOptions()
  let input = AnomalyInputOptions()
  @Option("The detector.", value: "NAME", completion: .words(AnomalyDetectors.names))
  var detector = AnomalyDetectors.combined
  @Flag("Show what costs the decoder most.") var explain
  @Option("How many tokens or fields --explain shows.", .within(1...1_000)) var count = 3
  @Flag("Print one JSON object per line.") var json
  let work = RunOptions()

  func validate() throws { try input.validate() }

  func run() throws {
    let scorer = try model.load(folder, threads: work.threads)
    try input.validateLabels(fields: scorer.fieldNames)
    guard scorer.model.names.contains(detector), let threshold = scorer.model.thresholds[detector]
    else { throw AnomalyError.unknownDetector(detector, known: scorer.model.names) }
    var stream = AnomalyStream(files: files, input, fields: scorer.fieldNames)
    var output = StandardOutput()
    var line = 0
    while let items = try stream.next(256) {
      try Interrupt.check()
      let texts = items.map(scorer.sentence)
      let scores = try scorer.scores(of: texts)[detector] ?? []
      let costs = explain ? try costs(of: items, texts, scorer) : items.map { _ in [] }
      for (item, (score, costs)) in zip(items, zip(scores, costs)) {
        line += 1
        let answer = Answer(
          line: line, text: item.shown, score: score, isAnomalous: score >= threshold, costs: costs)
        try output.writeLine(json ? answer.json(explain).jsonText : answer.shown)
      }
      try output.flush()
    }
  }

  /// The tokens or fields that cost most, the most expensive first.
  private func costs(
    of items: [AnomalyItem], _ texts: [String], _ scorer: AnomalyScorer
  ) throws -> [[AnomalyScorer.TokenCost]] {
    let all = try scorer.tokenCosts(of: texts)
    return zip(items, all).map { item, costs in
      // A record has one token per field.
      let words = scorer.records?.words(of: item.values)
      let named = costs.enumerated().map { place, cost in
        let word = words.flatMap { $0.indices.contains(place) ? $0[place] : nil }
        return AnomalyScorer.TokenCost(token: word ?? cost.token, cost: cost.cost)
      }
      let order = named.indices.sorted {
        named[$0].cost != named[$1].cost ? named[$0].cost > named[$1].cost : $0 < $1
      }
      return order.prefix(count).map { named[$0] }
    }
  }

  private struct Answer {
    let line: Int
    let text: String
    let score: Double
    let isAnomalous: Bool
    let costs: [AnomalyScorer.TokenCost]

    func json(_ explains: Bool) -> JSONValue {
      let answer: [(key: String, value: JSONValue)] =
        [
          ("line", .integer(line)), ("score", .number(score)), ("anomalous", .bool(isAnomalous)),
          ("input", .string(text)),
        ]
        + (explains
          ? [
            (
              "costs",
              .array(
                costs.map { ["token": .string($0.token), "cost": .number($0.cost)] as JSONValue })
            )
          ] : [])
      return .object(answer.map { JSONValue.Member(key: $0.key, value: $0.value) })
    }

    var shown: String {
      let reasons = costs.map { "\($0.token) \(TextFormat.fixed($0.cost, places: 1))" }
      return
        ([
          TextFormat.fixed(score, places: 3), isAnomalous ? "anomalous" : "normal", text,
        ] + (reasons.isEmpty ? [] : [reasons.joined(separator: ", ")])).joined(separator: "\t")
    }
  }
}
