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
    """
  static let examples = [
    Example("info", "Shows which kernels this machine uses, and which model textae has."),
    Example("info english", "Describes the English model that comes with textae."),
    Example("info reviews.textae reviews.index", "Describes a model and an index."),
  ]

  @Argument("FILE", "Models, indexes, tokenizers and files of vectors, of other programs too.")
  var files: [String]
  @Flag("Print one JSON object per file.") var json

  func run() throws {
    var output = StandardOutput()
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
