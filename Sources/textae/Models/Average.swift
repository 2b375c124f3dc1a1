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

    With --into-checkpoints, no new folder is written. The averages of weights and of Adam's moments \
    replace those in the model and the checkpoint of each run, which then goes on with train --resume. \
    They should have made about as many updates; parts of unequal length differ by some at the end. Such rounds can be short: \
    train --pause-after ends a run after some updates.
    """
  static let examples = [
    Example(
      "average part0.textae part1.textae --output whole.textae",
      "Averages what two machines have learned."),
    Example(
      "average part0.textae part1.textae --weight 3 --weight 1 --output whole.textae",
      "Lets the first count three times as much."),
    Example(
      "average part0.textae part1.textae --into-checkpoints",
      "Lets two runs that were paused go on from their average."),
  ]

  @Argument("MODEL", "The models.", isRequired: true) var models: [String]
  @Option(
    "Folder for the average; needed without --into-checkpoints.", value: "NAME.textae",
    completion: .directory)
  var output: String?
  @Flag("Write the averages into the checkpoints of the models instead.") var intoCheckpoints
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
    guard (output != nil) != intoCheckpoints else { throw UsageRule.averageTarget }
    if intoCheckpoints, overwrite {
      throw UsageProblem.conflict("--into-checkpoints", "--overwrite")
    }
  }

  func run() throws {
    let console = Console(quiet: quiet)
    guard let output = output.map(Paths.withoutFinalSlashes) else {
      try ModelAverage.writeIntoCheckpoints(
        of: models.map(Paths.withoutFinalSlashes), weights: weight.isEmpty ? nil : weight)
      return console.note(
        "\(counted(models.count, "checkpoint")): weights and moments averaged; train --resume goes on"
      )
    }
    try OutputCheck.folder(output, mayExist: overwrite)
    try ModelAverage.write(
      models, weights: weight.isEmpty ? nil : weight, to: output, existing: .replace)
    console.note(
      "\(output): average of \(counted(models.count, "model")), "
        + TextFormat.size(RunFiles(output).bytes))
  }
}
