import AutoencoderModel
import AutoencoderTraining
import CommandLineKit
import Foundation
import DataStructures
import NeuralLayers
import TensorKit

/// Speed of training steps on generated sentences.
struct TrainingBenchmark: Command {
  static let name = "training"
  static let abstract = "Measure training steps on generated sentences."
  static let discussion = """
    Prints tokens per second of whole steps, and the share of each part of a step. Words follow \
    Zipf's law and sentences have 7 to 13 tokens, so embeddings and softmax cost as much as with \
    real text.
    """
  static let examples = [
    Example("training --batch-size 256", "Uses the sizes of the article Benchmarks."),
    Example("training --precision f32 --threads 1", "Uses one core, without bf16."),
  ]

  @Option("Sentences per batch.", .within(1...65_536)) var batchSize = 256
  @Option("Tokens in the vocabulary.", .within(16...1_000_000)) var vocabularySize = 8_000
  @Option("Dimensions of a token's vector.", .within(1...65_536)) var embeddingSize = 256
  @Option("Size of the hidden state.", .within(1...65_536)) var hiddenSize = 512
  @Option("Number format of matrix products; by default the fastest on this machine.")
  var precision: Precision?
  let options = BenchmarkOptions()

  /// Tokens of a sentence, without the end token.
  private static let lengths = 6...12

  /// The result of one pass over the batches.
  private struct Measurement {
    var tokens = 0
    var phases: [(name: String, seconds: Double)] = []
    var seconds: Double { phases.reduce(0) { $0 + $1.seconds } }
  }

  func run() throws {
    let pool = WorkerPool(threads: options.threads)
    let precision = precision ?? .fastest
    let shape = Architecture(
      vocabularySize: vocabularySize, embeddingSize: embeddingSize, hiddenSize: hiddenSize)
    try AutoencoderTrainer.checkMemory(
      shape, TrainingOptions(), sentences: batchSize, length: Self.lengths.upperBound)
    let network = AutoencoderNetwork(shape, precision: precision)
    network.initialize(seed: 1)
    network.packWeights(pool: pool)
    let optimizer = network.makeGroups()[0].optimizer
    let batches = makeBatches()
    let runs = (0...options.runs).map { _ in measure(network, optimizer, batches, pool) }
    try report(Array(runs.dropFirst()), precision, pool)
  }

  private func measure(
    _ network: AutoencoderNetwork, _ optimizer: AdamOptimizer, _ batches: [TokenBatch],
    _ pool: WorkerPool
  ) -> Measurement {
    var result = Measurement()
    let clock = PhaseClock()
    network.clock = clock
    for batch in batches {
      let key = TrainingStep(seed: 1, number: 0)
      _ = network.score(batch, step: key, pool: pool)
      result.tokens += batch.tokenCount
      _ = optimizer.update(learningRate: 1e-3, pool: pool)
      clock.mark("Adam, packing the weights")
    }
    result.phases = clock.phases
    return result
  }

  /// Batches of sentences of one length each, 7 to 13 tokens with the end token.
  private func makeBatches() -> [TokenBatch] {
    var random = RandomStream(seed: 1, purpose: .testData)
    let words = Double(vocabularySize - 5)
    return Self.lengths.map { length in
      let sentences = (0..<batchSize).map { _ in
        (0..<length).map { _ in 4 + UInt32(exp(Double(random.uniform()) * log(words))) } + [3]
      }
      var batch = TokenBatch()
      batch.update(TokenSequences(sentences), bosID: 2)
      return batch
    }
  }

  private func report(_ runs: [Measurement], _ precision: Precision, _ pool: WorkerPool) throws {
    var output = StandardOutput()
    let rate = runs.map { Double($0.tokens) / $0.seconds }.median
    try output.writeLine("precision          \(precision.rawValue), \(Product(precision).name)")
    try output.writeLine("threads            \(pool.threads)")
    try output.writeLine("tokens/s           \(rate.text(0))")
    try output.writeLine("GFLOP/s, products  \((rate * operationsPerToken / 1e9).text(0))")
    let steps = Double(makeBatches().count)
    for (index, phase) in runs[0].phases.enumerated() {
      let seconds = runs.map { $0.phases[index].seconds }.median
      let share = runs.map { $0.phases[index].seconds / $0.seconds }.median
      try output.writeLine(
        "\((1000 * seconds / steps).text(2)) ms  \((100 * share).text(1)) %  \(phase.name)")
    }
    try output.flush()
  }

  /// Operations in the products of a token: forward, and twice that backward; two LSTMs and the
  /// output.
  private var operationsPerToken: Double {
    let (size, hidden) = (Double(embeddingSize), Double(hiddenSize))
    return 3 * (2 * 8 * hidden * (size + hidden) + 2 * hidden * Double(vocabularySize))
  }
}
