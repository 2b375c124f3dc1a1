import AnomalyDetection
import CommandLineKit
import TextAutoencoder

struct AnomaliesFit: Command {
  static let name = "fit"
  static let abstract = "Learn from normal texts or records what is normal."
  static let discussion = """
    Without --model, a small autoencoder is trained on the normal texts first; Ctrl-C then stops, and \
    nothing is written. A model that was not trained to reconstruct has vectors only.

    With --fields, the rows of a table are records. Each field becomes one word: texts are words of \
    their own, and numbers are put into eight bins that as many normal records have, with further bins \
    for zero and for what lies outside.

    With --label-column, only rows with the label of --normal are learned from.

    Detectors: \(AnomalyDetectors.help)
    """
  static let examples = [
    Example(
      "anomalies fit ham.txt --output mail.anomalies", "Trains an autoencoder and fits to it."),
    Example(
      "anomalies fit log.csv --text-column message --model general.textae --output log.anomalies",
      "Fits to the vectors of a model that exists."),
    Example(
      "anomalies fit traffic.csv --fields 1-41 --label-column 42 --output traffic.anomalies",
      "Learns from the records that are labeled normal."),
  ]

  @Argument(
    "NORMAL",
    "Normal texts, one per line, or tables; plain or compressed. - or none is standard input.")
  var files: [String]
  @Option("The folder to write.", value: "NAME.anomalies", completion: .directory) var output:
    String
  @Option(
    "A model that embeds; an autoencoder has losses too. Without it, one is trained.",
    value: "MODEL", completion: .file)
  var model: String?
  let input = AnomalyInputOptions()
  @Option("Time for training an autoencoder.") var timeBudget = Duration.seconds(60)
  @Option("Passes over the texts in that training, at the most.", .within(1...1_000_000))
  var epochs = 30
  @Option(
    "The share of normal texts below the threshold, measured on a held-out tenth.", .within(0.5...1)
  )
  var quantile = 0.99
  @Option(
    "A file of normal and other texts, told apart by --label-column, to choose the thresholds with the "
      + "best F1 on.", value: "FILE", completion: .file)
  var tune: String?
  @Option("Random seed.") var seed: UInt64 = 1
  @Flag("Replace an existing output.") var overwrite
  let work = RunOptions()

  func validate() throws {
    try input.validate()
    try input.validateLabels()
    if tune != nil, input.labelColumn == nil { throw UsageRule.tuningWithoutLabels }
  }

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    try OutputCheck.folder(output, mayExist: overwrite)
    var stream = AnomalyStream(files: files, input)
    var normal: [[String]] = []
    while let items = try stream.next(8_192) {
      try Interrupt.check(saved: "nothing was written")
      normal += items.filter { $0.isNormal ?? true }.map(\.values)
    }
    let records =
      input.fields == nil ? nil : RecordEncoder(names: stream.names, records: normal)
    func sentence(_ values: [String]) -> String { records?.sentence(of: values) ?? values[0] }
    var training = AnomalyTraining(normal: normal.map(sentence), records: records)
    training.model = model
    training.timeBudget = timeBudget.inSeconds
    training.epochs = epochs
    training.quantile = quantile
    training.seed = seed
    training.threads = work.threads
    if let tune {
      training.tuning = try LabeledAnomalies(tune, input).items.map {
        (sentence($0.values), $0.isNormal == false)
      }
    }
    let display = TrainingDisplay(
      console: work.console, output: "\(output)/\(AnomalyFile.ownEncoder)", keepsCheckpoint: false)
    let meter = work.console.meter("score", unit: "texts")
    do {
      let fitted = try training.train(
        output: output, existing: overwrite ? .replace : .refuse, events: display.events,
        progress: { done in
          try Interrupt.check(saved: "nothing was written")
          meter.update(done)
        })
      guard fitted != nil else { throw Interrupted(saved: "nothing was written") }
    } catch is PipelineInterrupted {
      throw Interrupted(saved: "nothing was written")
    }
    meter.finish()
    work.console.note("\(output): fitted to \(grouped(normal.count)) normal texts")
  }
}

/// The items of a labeled file, some of them normal and some not.
struct LabeledAnomalies {
  let items: [AnomalyItem]

  init(_ path: String, _ options: AnomalyInputOptions, fields: [String]? = nil) throws {
    var stream = AnomalyStream(files: [path], options, fields: fields)
    var items: [AnomalyItem] = []
    while let found = try stream.next(8_192) { items += found }
    let normal = items.count { $0.isNormal == true }
    guard normal > 0, normal < items.count else {
      throw AnomalyError.oneKind(path: path, normal: normal, anomalous: items.count - normal)
    }
    self.items = items
  }
}
