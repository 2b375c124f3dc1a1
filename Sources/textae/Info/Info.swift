import CommandLineKit
import FileFormats
import TensorKit

struct Info: Command {
  static let name = "info"
  static let abstract =
    "Tell what is in a model, index or vector file, and what this machine computes with."
  static let discussion = """
    Without a file: the kernels that were chosen for this machine, and why. The environment variable TEXTAE_KERNELS \
    overrides the choice.
    """
  static let examples = [
    Example("info", "Which kernels this machine uses, and why."),
    Example("info reviews.textae reviews.index", "What is in a model and in an index."),
  ]

  @Argument("FILE", "Models, indexes, tokenizers, vectors: any file that textae writes.")
  var files: [String]
  @Flag("One JSON object a file.") var json

  func run() throws {
    var output = StandardOutput()
    let reports = files.isEmpty ? [MachineReport.make()] : try files.map(FileReport.make)
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
}
