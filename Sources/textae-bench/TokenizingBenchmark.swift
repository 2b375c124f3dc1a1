import CommandLineKit
import FileFormats
import Foundation
import TensorKit
import Tokenization

/// Speed of tokenizing text.
struct TokenizingBenchmark: Command {
  static let name = "tokenizing"
  static let abstract = "Measure tokenizing of text."
  static let discussion = """
    Prints megabytes of text per second, from lines in memory to lists of ids, on one thread and \
    on all. Values are medians of several runs; the first is not counted.
    """
  static let examples = [
    Example(
      "tokenizing --tokenizer tokenizer.json corpus.txt",
      "Works with any tokenizer, words or byte pairs.")
  ]

  @Argument("FILE", "Sentences, one per line.") var file: String
  @Option("The tokenizer to use.", value: "FILE.json", completion: .file) var tokenizer: String
  @Option("Maximum number of lines.", .within(1...100_000_000)) var lines = 200_000
  @Option("Also write the ids of each line to this file.", value: "FILE", completion: .file)
  var ids: String?
  let options = BenchmarkOptions()

  func run() throws {
    let tokenizer = try Tokenizer(contentsOf: tokenizer)
    let sentences = try readLines(file, most: lines)
    let megabytes = Double(sentences.reduce(0) { $0 + $1.utf8.count + 1 }) / 1e6
    var output = StandardOutput()
    try output.writeLine("model          \(tokenizer.model.rawValue), \(tokenizer.vocabularySize)")
    let all = WorkerPool(threads: options.threads).threads
    for threads in all > 1 ? [1, all] : [1] {
      let rates = (0...options.runs).map { _ in
        megabytes / seconds { _ = tokenizer.encode(sentences, threads: threads) }
      }
      let rate = Array(rates.dropFirst()).median
      try output.writeLine("threads \(threads)      \(rate.text(1)) MB/s")
    }
    try output.flush()
    if let ids { try write(tokenizer.encode(sentences), to: ids) }
  }

  private func write(_ ids: [[UInt32]], to path: String) throws {
    let file = try AtomicFile(path: path)
    for sentence in ids {
      try file.write(sentence.map(String.init).joined(separator: " ") + "\n")
    }
    try file.commit()
  }
}
