import AutoencoderModel
import CommandLineKit
import FileFormats
import TensorKit

struct Info: Command {
  static let name = "info"
  static let abstract =
    "Describe a model, index or vector file, or what this machine computes with."
  static let discussion = """
    Without a file, shows which kernels were chosen for this machine, and why, and the model that comes \
    with textae. The environment variable TEXTAE_KERNELS overrides the choice. The names english and \
    english-words stand for the models that come with textae.

    With --units, the numbers of a model's vectors that vary most over the sentences of a file are shown, \
    each with the sentences that have the most and the least of it. With --likelihood, a variational model \
    is measured on unseen sentences: the negative log-likelihood, estimated by importance sampling, the \
    divergence of the vectors from the prior, the mutual information of sentence and vector, and the \
    number of active units.
    """
  static let examples = [
    Example("info", "Shows which kernels this machine uses, and which model textae has."),
    Example("info english", "Describes the English model that comes with textae."),
    Example("info reviews.textae reviews.index", "Describes a model and an index."),
    Example(
      "info sparse.textae --units reviews.txt",
      "Shows what single numbers of the vectors stand for."),
    Example(
      "info variational.textae --likelihood unseen.txt", "Measures how well it explains sentences."),
  ]

  @Argument("FILE", "Models, indexes, tokenizers and files of vectors, of other programs too.")
  var files: [String]
  @Option(
    "Sentences to show units of a model by, one per line; at most 10,000 are read.", value: "FILE",
    completion: .file)
  var units: String?
  @Option("Number of units.", .within(1...100_000)) var count = 10
  @Option(
    "Unseen sentences to measure a variational model on, one per line; at most 2,000 are read.",
    value: "FILE", completion: .file)
  var likelihood: String?
  @Option("Vectors drawn for each sentence.", .within(1...100_000)) var draws = 50
  @Flag("Print one JSON object per file.") var json

  func validate() throws {
    if $count, units == nil { throw UsageRule.optionAlone("--count", needs: "--units") }
    if $draws, likelihood == nil { throw UsageRule.optionAlone("--draws", needs: "--likelihood") }
    guard units != nil || likelihood != nil else { return }
    if units != nil, likelihood != nil { throw UsageProblem.conflict("--units", "--likelihood") }
    if files.count != 1 { throw UsageRule.notOneModel }
  }

  func run() throws {
    var output = StandardOutput()
    if let units {
      let report = UnitReport(
        files[0], try model(), try lines(of: units, atMost: 10_000), count: count)
      try output.write(json ? report.json.jsonText + "\n" : report.text)
      return try output.flush()
    }
    if let likelihood {
      let report = try measures(on: likelihood)
      try output.write(json ? report.json.jsonText + "\n" : report.text)
      return try output.flush()
    }
    let reports = files.isEmpty ? try own() : try files.map(FileReport.make)
    for (index, report) in reports.enumerated() {
      if json {
        try output.writeLine(report.json.jsonText)
      } else {
        if index > 0 { try output.writeLine("") }
        try output.write(report.text)
      }
    }
    try output.flush()
  }

  private func model() throws -> SentenceAutoencoder {
    let loaded = try ModelLoading(raw: true, precision: nil, threads: 0).load(files[0])
    guard let model = loaded.autoencoder else { throw CommandError.noDecoder(path: files[0]) }
    return model
  }

  private func lines(of file: String, atMost limit: Int) throws -> [String] {
    var stream = SentenceStream(files: [file])
    var lines: [String] = []
    while lines.count < limit, let some = try stream.next(limit - lines.count) {
      lines += some.filter { !$0.isBlank }
    }
    guard !lines.isEmpty else { throw CommandError.noSentences(paths: [file]) }
    return lines
  }

  private func measures(on file: String) throws -> Report {
    let model = try model()
    guard model.reconstructs else { throw CommandError.untrainedDecoder(path: files[0]) }
    let lines = try lines(of: file, atMost: 2_000)
    let measures = try model.variationalMeasures(of: lines, draws: draws) { _ in
      try Interrupt.check()
    }
    guard let measures else { throw CommandError.notVariational(path: files[0]) }
    return LikelihoodReport.make(files[0], measures, draws: draws)
  }

  /// About this machine and the model that comes with textae; one object for programs.
  private func own() throws -> [Report] {
    let (machine, model) = (MachineReport.make(), try EnglishModelReport.summary())
    guard json else { return [machine, model] }
    return [
      Report(
        title: machine.title, facts: machine.facts + [(name: "englishModel", value: model.json)])
    ]
  }
}
