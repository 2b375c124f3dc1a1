import CommandLineKit
import DataStructures
import TextAutoencoder

struct Average: Command {
  static let name = "average"
  static let abstract = "Average the weights of models that were trained apart."
  static let discussion = """
    For training on several machines: each trains for a while on its part of a corpus, with --init \
    from the same model, and the next round begins with the average (local SGD). Models without that \
    common beginning have no useful average.

    The models have one architecture and one tokenizer. The average has the settings of the first, \
    weights in single precision, and neither a checkpoint nor post-processing.
    """
  static let examples = [
    Example(
      "average part0.textae part1.textae --output whole.textae",
      "Averages what two machines have learned."),
    Example(
      "average part0.textae part1.textae --weight 3 --weight 1 --output whole.textae",
      "Lets the first count three times as much."),
  ]

  @Argument("MODEL", "The models.", isRequired: true) var models: [String]
  @Option("Folder for the average.", value: "NAME.textae", completion: .directory)
  var output: String
  @Option(
    "How much a model counts, such as the number of its sentences; one for each, in their order. "
      + "Without it, all count the same.", .above(0))
  var weight: [Double] = []
  @Flag("Replace an existing output.") var overwrite
  @Flag("Show only warnings and errors.") var quiet

  func validate() throws {
    guard weight.isEmpty || weight.count == models.count else {
      throw UsageRule.weightCount(weight.count, models: models.count)
    }
  }

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    try OutputCheck.folder(output, mayExist: overwrite)
    try ModelAverage.write(
      models, weights: weight.isEmpty ? nil : weight, to: output, existing: .replace)
    Console(quiet: quiet).note(
      "\(output): average of \(counted(models.count, "model")), "
        + TextFormat.size(RunFiles(output).bytes))
  }
}
