import CommandLineKit
import FileFormats
import Foundation
import SkipGram
import Synchronization
import TensorKit
import Tokenization

struct SkipGramTrain: Command {
  static let name = "skipgram"
  static let abstract = "Train word vectors as a baseline: skip-gram with negative sampling."
  static let discussion = """
    All threads update the same vectors without locks, as in word2vec. This is fast, but with more \
    than one thread no two runs give exactly the same result. With --deterministic, the same \
    corpus, settings and seed give the same bytes for any number of threads.

    Ctrl-C exits with status 130 and writes nothing. `export` converts the result for other \
    programs.
    """
  static let examples = [
    Example(
      "skipgram reviews.txt --output reviews.skipgram", "Trains five epochs with the defaults."),
    Example(
      "skipgram news.txt.gz --output news.skipgram --lowercase --dimension 300 --deterministic",
      "Trains vectors of 300 dimensions, with the same result on every run."),
    Example(
      "skipgram - --output reviews.skipgram --tokenizer reviews.textae < reviews.txt",
      "Uses the same vocabulary as an autoencoder."),
  ]

  @Argument(
    "CORPUS",
    "Text files, one sentence per line, or tables; plain or compressed; - is standard input.",
    isRequired: true)
  var corpora: [String]
  @Option("The model folder to write.", value: "NAME.skipgram", completion: .directory)
  var output: String
  let words = WordOptions()
  let training = SkipGramOptions()
  let tables = CorpusOptions()
  @Flag("Replace an existing model.") var overwrite
  @Option(
    "Number of threads; 0 means one per core. Without --deterministic, it affects the result.",
    .within(0...1_024))
  var threads = 0
  @Flag("Show only warnings and errors.") var quiet
  @Flag("Print one JSON object with the figures of the run.") var json

  private var console: Console { Console(quiet: quiet) }

  func validate() throws {
    try words.validate()
    try tables.validate()
  }

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    try OutputCheck.folder(output, mayExist: overwrite)
    let configuration = training.configuration
    try configuration.validate()
    let tokenFile = output + ".tokens"
    // A file left by a killed run is harmless: the next run replaces it.
    defer { try? FileManager.default.removeItem(atPath: tokenFile) }
    tables.warn(of: corpora, console)
    let source = try StandardInputCopy(corpora: corpora, output: output, mayBeEmpty: false)
    defer { source.remove() }
    let corpus = SkipGramCorpus(
      paths: source.corpora, format: tables.format, words: words,
      minimumCount: training.minCount, threads: threads, console: console)
    let tokenizer = try corpus.makeTokenizer()
    let tokens = try corpus.tokenize(with: tokenizer, at: tokenFile)
    source.remove()
    let (model, speed) = try train(on: tokens, tokenizer, configuration, output: output)
    try Interrupt.check(saved: "\(output) was not written")
    try model.write(to: output, existing: overwrite ? .replace : .refuse)
    try report(model, speed, output: output)
  }

  private func train(
    on tokens: TokenFile, _ tokenizer: Tokenizer, _ configuration: SkipGramConfiguration,
    output: String
  ) throws -> (SkipGramModel, Double) {
    let meter = console.meter("train", unit: "words")
    let speed = Mutex(0.0)
    do {
      let model = try SkipGramModel.train(
        on: tokens, tokenizer: tokenizer, configuration: configuration,
        pool: WorkerPool(threads: threads),
        progress: { progress in
          speed.withLock { $0 = progress.wordsPerSecond }
          meter.update(progress.words, of: progress.expectedWords)
        }, isCancelled: { Interrupt.isRequested })
      meter.finish()
      return (model, speed.withLock { $0 })
    } catch SkipGramError.cancelled {
      meter.finish()
      throw Interrupted(saved: "\(output) was not written")
    }
  }

  private func report(_ model: SkipGramModel, _ speed: Double, output: String) throws {
    let rate = Int(speed)
    console.note(
      "\(output): \(grouped(model.words.count)) words of \(model.dimension) dimensions, "
        + "\(grouped(rate)) words/s")
    guard json else { return }
    let object: JSONValue = [
      "output": .string(output), "words": .integer(model.words.count),
      "dimension": .integer(model.dimension), "epochs": .integer(training.epochs),
      "occurrences": .integer(model.counts.reduce(0, +)),
      "deterministic": .bool(training.deterministic), "wordsPerSecond": .integer(rate),
    ]
    try StandardOutput.print(object.jsonText + "\n")
  }
}
