import CommandLineKit
import FileFormats
import TextAutoencoder

struct Demo: Command {
  static let name = "demo"
  static let abstract = "See it all work on the text that ships with the project."
  static let discussion = """
    Builds a vocabulary, trains an autoencoder and skip-gram on the same text, asks both for neighbours, gives \
    held-out sentences back from their vectors, rewords some, and ranks pairs of known likeness. Takes about a \
    minute on two cores with AMX, longer elsewhere. The same seed gives the same figures.
    """
  static let examples = [
    Example("demo", "Everything, with the files left in textae-demo."),
    Example("demo --time-budget 2m --json", "Two minutes on any machine, figures as JSON."),
  ]

  @Option(
    "Folder for what is made; an earlier demo in it is replaced.", value: "DIR",
    completion: .directory)
  var output = "textae-demo"
  @Option(
    "The folder corpora of the project; otherwise looked for from here upwards.", value: "DIR",
    completion: .directory)
  var corpus: String?
  @Option("Time in which all must be done, about; the figures then depend on the machine.")
  var timeBudget: Duration?
  @Option("Source of all random numbers.") var seed: UInt64 = 1
  @Flag("A tiny model on little text: shows that all runs, and no more.") var quick
  @Flag("One JSON object with every figure.") var json
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
