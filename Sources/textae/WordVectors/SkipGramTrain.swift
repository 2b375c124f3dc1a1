import CommandLineKit
import FileFormats
import Foundation
import SkipGram
import Synchronization
import TensorKit
import Tokenization

struct SkipGramTrain: Command {
  static let name = "skipgram"
  static let abstract = "Train word vectors, the baseline: skip-gram with negative sampling."
  static let discussion = """
    All threads write the same vectors without locks, as word2vec does: fast, but no two runs agree to the bit \
    unless there is one thread. With --deterministic the same corpus, settings and seed give the same bytes for any \
    number of threads.

    Ctrl-C stops with status 130 and writes nothing. `export` turns the result into a file for gensim and other \
    programs.
    """
  static let examples = [
    Example("skipgram reviews.txt --output reviews.skipgram", "Five passes with the defaults."),
    Example(
      "skipgram news.txt.gz --output news.skipgram --lowercase --dimension 300 --deterministic",
      "300 numbers a word, the same on every run."),
    Example(
      "skipgram - --output reviews.skipgram --tokenizer reviews.textae < reviews.txt",
      "The same words as an autoencoder."),
  ]

  @Argument(
    "CORPUS", "Text files, one sentence a line; .gz too; - is standard input.", isRequired: true)
  var corpora: [String]
  @Option("Folder that the model is written to.", value: "NAME.skipgram", completion: .directory)
  var output: String
  let words = WordOptions()
  let training = SkipGramOptions()
  @Flag("Replace a model that exists.") var overwrite
  @Option(
    "Threads; 0 for one a core. The result depends on it unless --deterministic.",
    .within(0...1_024))
  var threads = 0
  @Flag("Show warnings and errors only.") var quiet
  @Flag("One JSON object with the figures of the run.") var json

  private var console: Console { Console(quiet: quiet) }

  func validate() throws { try words.validate() }

  func run() throws {
    let output = Paths.withoutFinalSlashes(output)
    try OutputCheck.folder(output, mayExist: overwrite, advice: "--overwrite replaces it")
    let configuration = training.configuration
    try configuration.validate()
    let tokenFile = output + ".tokens"
    // A file left by a killed run does no harm: the next run replaces it.
    defer { try? FileManager.default.removeItem(atPath: tokenFile) }
    let source = try StandardInputCopy(corpora: corpora, output: output, mayBeEmpty: false)
    defer { source.remove() }
    let corpus = SkipGramCorpus(
      paths: source.corpora, words: words, minimumCount: training.minCount, threads: threads,
      console: console)
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
      "\(output): \(grouped(model.words.count)) words of \(model.dimension) numbers, "
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
