import CommandLineKit
import EmbeddingEvaluation

/// Where the texts and the classes of a table of examples stand.
struct ExampleOptions: OptionGroup {
  static let title = "Table"

  @Option(
    "The column of the texts: its name in the first row, or its number from 1. Without both "
      + "columns, they are detected.",
    value: "COLUMN")
  var textColumn: String?
  @Option("The column of the classes, likewise.", value: "COLUMN") var labelColumn: String?

  func validate() throws {
    if (textColumn == nil) != (labelColumn == nil) { throw UsageRule.oneOfTwoColumns }
  }

  /// The examples to learn from, and those to test: the same unless the files keep them apart.
  func read(_ path: String, console: Console) throws -> (
    training: [LabeledText], test: [LabeledText]
  ) {
    let columns = [textColumn, labelColumn].compactMap(\.self)
    let request = EvaluationRequest(kind: .classification, columns: columns)
    let file = try PipeCopy.withTable(at: path) { try EvaluationFile(path: $0, as: request) }
    guard case .labeled(let test, let training) = file.content else {
      preconditionFailure("examples of the kind \(file.kind.rawValue)")
    }
    console.note("\(path): read as \(file.summary)")
    return (training.isEmpty ? test : training, test)
  }
}
