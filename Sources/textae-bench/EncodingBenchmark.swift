import AutoencoderModel
import CommandLineKit
import FileFormats
import Foundation
import TensorKit

/// Speed of encoding sentences, many at once and one at a time.
struct EncodingBenchmark: Command {
  static let name = "encoding"
  static let abstract = "Measure encoding of sentences, many at once and one at a time."
  static let discussion = """
    From text to vectors: tokenizing is included, reading the file and loading the model are not. \
    All sentences are given at once and encoded in windows sorted by length. Latency is the median \
    over single calls in a warm process. Both are medians of several runs; the first is not counted.
    """
  static let examples = [
    Example("encoding --model reviews.textae sentences.txt", "Prints throughput and latency."),
    Example(
      "encoding --model reviews.textae --precision f32 --threads 1 sentences.txt",
      "Uses one core, without bf16."),
  ]

  @Argument("FILE", "Sentences, one per line.") var file: String
  @Option("The model folder.", value: "NAME", completion: .directory) var model: String
  @Option("Number format of matrix products; by default the faster of f32 and bf16.")
  var precision: EncodingPrecision?
  @Option("Maximum number of sentences.", .within(1...100_000_000)) var lines = 50_000
  @Option("Number of sentences to encode one at a time.", .within(0...1_000_000)) var single = 500
  let options = BenchmarkOptions()

  func run() throws {
    let model = try SentenceAutoencoder(
      contentsOf: model, precision: precision, threads: options.threads)
    let sentences = try readLines(file, most: lines)
    let tokens = sentences.reduce(0) { $0 + model.tokens(of: $1).count }
    let rates = (0...options.runs).map { _ in
      Double(sentences.count) / seconds { _ = model.embed(sentences) }
    }
    let rate = Array(rates.dropFirst()).median
    var output = StandardOutput()
    try output.writeLine(
      "precision            \(model.precision.rawValue), \(model.precision.kernels)")
    try output.writeLine("threads              \(WorkerPool(threads: options.threads).threads)")
    try output.writeLine(
      "tokens/sentence      \((Double(tokens) / Double(sentences.count)).text(1))")
    try output.writeLine("sentences/s          \(rate.text(0))")
    try output.writeLine(
      "tokens/s             \((rate * Double(tokens) / Double(sentences.count)).text(0))")
    if single > 0 {
      let latencies = (0...options.runs).map { _ in
        sentences.prefix(single).map { sentence in seconds { _ = model.embed([sentence]) } }.median
      }
      let latency = Array(latencies.dropFirst()).median
      try output.writeLine("one sentence         \((1e6 * latency).text(0)) microseconds")
    }
    try output.flush()
  }
}

/// The first lines of a file.
func readLines(_ path: String, most: Int) throws -> [String] {
  let reader = try LineReader(path: path)
  var lines: [String] = []
  while lines.count < most, let line = try reader.next() {
    lines.append(String(decoding: line, as: UTF8.self))
  }
  guard !lines.isEmpty else {
    throw CommandFailure(
      "the file has no lines", at: path, advice: "give a text file",
      exitStatus: .badData)
  }
  return lines
}

/// The duration of a call.
func seconds(_ body: () -> Void) -> Double {
  let start = DispatchTime.now().uptimeNanoseconds
  body()
  return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
}
