import CommandLineKit
import FileFormats
import Foundation
import TensorKit
import Tokenization

/// Text to token ids.
struct TokenizingBenchmark: Command {
  static let name = "tokenizing"
  static let abstract = "Text to token ids."
  static let discussion = """
    Megabytes of text a second, from lines in memory to lists of ids, on one thread and on all. Medians of the \
    measurements, of which the first is not counted.
    """
  static let examples = [
    Example(
      "tokenizing --tokenizer tokenizer.json corpus.txt", "Any tokenizer, words or byte pairs.")
  ]

  @Argument("FILE", "Sentences, one a line.") var file: String
  @Option("The tokenizer.", value: "FILE.json", completion: .file) var tokenizer: String
  @Option("Most lines.", .within(1...100_000_000)) var lines = 200_000
  @Option("Write the ids of each line here, for comparisons.", value: "FILE", completion: .file)
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
