import CommandLineKit
import EnglishModel
import TextAutoencoder

struct Demo: Command {
  static let name = "demo"
  static let abstract = "Show what the English model does with real sentences."
  static let discussion = """
    Asks sentences written by hand some queries that a person would type: the English model, skip-gram \
    word vectors and shared words answer side by side. Then trains the model on nine tenths of the \
    sentences and has it write the others from their vectors, before and after. Shows paraphrases \
    and a walk from one sentence to another, and draws a page for the browser.

    Takes about a minute on two cores. Every run gives the same figures, whatever the number of \
    threads.
    """
  static let examples = [
    Example("demo", "Shows everything and leaves the files in textae-demo."),
    Example("demo --quiet --json", "Prints the figures as JSON."),
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
  @Flag(
    "Use few sentences, and train a tiny model in place of the English one, only to check that "
      + "everything runs.") var quick
  @Flag("Print one JSON object with all figures.") var json
  let work = RunOptions()

  func run() throws {
    let files = try DemoFiles(folder: Paths.withoutFinalSlashes(output))
    let sizes = quick ? DemoSizes.quick : .standard
    let corpus = try DemoCorpus(path: self.corpus, sizes)
    try files.prepare(corpus)
    var report = DemoReport(printsText: !json)
    let before = try showModelInTheBox(corpus, sizes, &report)
    try showTrainedModel(files, corpus, sizes, before, &report)
    try report.add(DemoPage(files: files, sizes: sizes, work: work).write())
    try report.finish(files)
  }

  /// What the model does before it is trained on; it is not in memory while it is.
  private func showModelInTheBox(
    _ corpus: DemoCorpus, _ sizes: DemoSizes, _ report: inout DemoReport
  ) throws -> DemoReconstruction {
    let loading = ModelLoading(threads: work.threads)
    let model = try loading.load(ModelInTheBox.name)
    let words = try loading.load(ModelInTheBox.wordsName)
    guard let autoencoder = model.autoencoder else {
      throw CommandError.noDecoder(path: model.path)
    }
    let search = try DemoSearch(
      corpus.sentences, model: model.sentenceEmbedder(), skipGram: words.sentenceEmbedder(), work)
    try report.add(search.section)
    return try DemoReconstruction(of: corpus.heldOut, by: autoencoder, rounds: sizes.rounds, work)
  }

  /// Trains the model and shows what it does then.
  private func showTrainedModel(
    _ files: DemoFiles, _ corpus: DemoCorpus, _ sizes: DemoSizes, _ before: DemoReconstruction,
    _ report: inout DemoReport
  ) throws {
    let adaptation = DemoAdaptation(files: files, sizes: sizes, work: work)
    let model = try adaptation.train(corpus.training, &report)
    let after = try DemoReconstruction(of: corpus.heldOut, by: model, rounds: sizes.rounds, work)
    try report.add(DemoReconstruction.section(before, after))
    let language = KnownPhrases(corpus.known) { model.tokens(of: $0) }
    let exact = after.exactSentences
    let recovered = after.recoveredSentences
    try report.add(DemoParaphrases(of: recovered, by: model, language, sizes, work).section)
    try report.add(DemoWalk.best(among: exact, by: model, language, sizes, work))
  }
}
