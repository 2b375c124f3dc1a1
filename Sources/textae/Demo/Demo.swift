import CommandLineKit
import FileFormats
import TextAutoencoder

struct Demo: Command {
  static let name = "demo"
  static let abstract = "Run a demonstration on the bundled text."
  static let discussion = """
    Builds a vocabulary, trains an autoencoder and skip-gram on the same text, and compares their \
    nearest neighbors. Then decodes held-out sentences from their vectors, paraphrases some, and \
    ranks pairs of known similarity. Takes about a minute on two cores with AMX, longer elsewhere. \
    The same seed gives the same figures.
    """
  static let examples = [
    Example("demo", "Runs everything and leaves the files in textae-demo."),
    Example(
      "demo --time-budget 2m --json",
      "Takes two minutes on any machine and prints the figures as JSON."),
  ]

  @Option(
    "Output folder; an earlier demo in it is replaced.", value: "DIR",
    completion: .directory)
  var output = "textae-demo"
  @Option(
    "The folder corpora of the project. Without it, this folder and those above are searched.",
    value: "DIR",
    completion: .directory)
  var corpus: String?
  @Option("Approximate total time; the figures then depend on the machine.")
  var timeBudget: Duration?
  @Option("Random seed.") var seed: UInt64 = 1
  @Flag("Train a tiny model on little text, only to check that everything runs.") var quick
  @Flag("Print one JSON object with all figures.") var json
  let work = RunOptions()

  func run() throws {
    let files = try DemoFiles(folder: output)
    var schedule = quick ? DemoSchedule.quick : .standard
    schedule.seed = seed
    schedule.limit(to: timeBudget)
    let corpus = try DemoCorpus(path: self.corpus, schedule)
    let sentences = Array(corpus.bundled.training.prefix(schedule.sentences))
    try files.prepare(corpus, training: sentences)
    var report = DemoReport(printsText: !json)
    let training = DemoTraining(
      schedule: schedule, sentences: sentences, files: files, hasBudget: timeBudget != nil,
      work: work)
    let autoencoder = try training.makeAutoencoder(&report)
    let skipGram = try training.makeSkipGram(&report)
    let showing = DemoShowing(
      schedule: schedule, corpus: corpus, autoencoder: autoencoder, skipGram: skipGram, work: work)
    try showing.show(&report)
    try report.finish(files)
  }
}
