import AutoencoderModel
import AutoencoderTraining
import CAllocationCount
import CommandLineKit
import DataStructures
import NeuralLayers
import TensorKit

/// Counts the heap allocations of training steps.
struct AllocationBenchmark: Command {
  static let name = "allocations"
  static let abstract = "Count the heap allocations of a training step."
  static let discussion = """
    Counts on the calling thread, from the sentences of a batch to the new weights, in repeated \
    steps, whose memory is already allocated. With several threads, every parallel loop allocates \
    32 bytes for its closure and frees them. Fails if a step on one thread allocates anything.
    """
  static let examples = [
    Example("allocations --threads 1", "Counts on one thread: there are none."),
    Example("allocations", "Counts on all threads: one for each parallel loop."),
  ]

  @Option("Number of threads; 0 means one per core.", .within(0...1_024)) var threads = 0

  /// Objectives with the corruptions that they need. `shuffle` is left out because it allocates
  /// lists for every sentence.
  private static let recipes: [(objectives: [String], corruptions: [String])] = [
    (["reconstruct"], []),
    (["reconstruct:1:0.25", "bag", "lexical:30"], ["drop:0.1", "blank:0.1", "substitute:0.1"]),
    (["reconstruct", "contrast"], ["drop:0.2"]),
  ]

  func run() throws {
    guard ca_is_counting() else {
      throw CommandFailure(
        "allocations are not counted on this system", at: "allocations",
        advice: "run it on Linux with glibc")
    }
    let pool = WorkerPool(threads: threads)
    var output = StandardOutput()
    var most = 0
    for recipe in Self.recipes {
      for (layers, sample) in [(1, nil), (1, 1_000), (2, nil)] {
        let steps = try TrainingSteps(
          objectives: recipe.objectives, corruptions: recipe.corruptions, layers: layers,
          softmaxSample: sample)
        let count = try steps.allocations(pool: pool)
        most = max(most, count)
        let shape = layers > 1 ? ", \(layers) layers, both directions, dropout" : ""
        let softmax = sample.map { ", softmax over \($0) of \(TrainingSteps.words) words" } ?? ""
        try output.writeLine(
          "\(count)\t\(recipe.objectives.joined(separator: " "))\(shape)\(softmax)")
      }
    }
    try output.flush()
    if pool.threads == 1 && most > 0 {
      throw CommandFailure(
        "a training step allocates memory", at: "allocations",
        advice: "keep the memory in the layers and reuse it")
    }
  }
}

/// A small network and the batches to train it on.
private struct TrainingSteps {
  private let network: AutoencoderNetwork
  private let groups: [ParameterGroup]
  private let views: ViewSampler?
  private let decodedShare: Double
  private let sentences: TokenSequences
  private static let batchSize = 64
  static let words = 4_000

  init(objectives: [String], corruptions: [String], layers: Int, softmaxSample: Int?) throws {
    var options = TrainingOptions()
    options.objectives = objectives.compactMap { Objective(rawValue: $0) }
    options.corruptions = corruptions.compactMap { Corruption(rawValue: $0) }
    options.secondCorruptions = options.corruptions
    precondition(
      options.objectives.count == objectives.count
        && options.corruptions.count == corruptions.count,
      "\(objectives) or \(corruptions) is misspelled")
    try options.validate()
    decodedShare = options.decodedShare
    let counts = (0..<Self.words).map { $0 < 5 ? 0 : Self.words / ($0 + 1) + 1 }
    views = ViewSampler(
      options,
      CorruptionVocabulary(blankID: 4, words: Array(5..<UInt32(Self.words))))
    var random = RandomStream(seed: 1, purpose: .testData)
    sentences = TokenSequences(
      (0..<4 * Self.batchSize).map { _ in
        (0...random.below(20)).map { _ in 5 + random.below(UInt32(Self.words - 5)) } + [3]
      })
    let features = LexicalFeatures(
      spellings: (0..<Self.words).map { Array(($0 < 5 ? "" : "word\($0)").utf8) },
      isWordLetter: { _ in false },
      stemLength: 6)
    network = AutoencoderNetwork(
      Architecture(
        vocabularySize: Self.words, embeddingSize: 40, hiddenSize: 72, layers: layers,
        isBidirectional: layers > 1),
      objectives: options.objectives,
      words: WordWeights(counts: counts), lexical: LexicalWeights(of: sentences, features),
      softmaxSample: softmaxSample, dropout: layers > 1 ? 0.1 : 0, precision: .fastest)
    network.initialize(seed: 1)
    groups = network.makeGroups()
  }

  /// The maximum number of allocations of a step in the third and fourth pass over the batches.
  func allocations(pool: WorkerPool) throws -> Int {
    network.packWeights(pool: pool)
    var (batch, most) = (TokenBatch(), 0)
    let numbers = Array(0..<sentences.count)
    for pass in 0..<4 {
      for start in stride(from: 0, to: numbers.count, by: Self.batchSize) {
        let before = ca_thread_allocations()
        step(&batch, numbers[start..<start + Self.batchSize], pool)
        if pass >= 2 { most = max(most, Int(ca_thread_allocations() - before)) }
      }
    }
    return most
  }

  private func step(_ batch: inout TokenBatch, _ numbers: ArraySlice<Int>, _ pool: WorkerPool) {
    batch.update(numbers, of: sentences, bosID: 2, decodedShare: decodedShare) {
      views?.write(of: $0, step: numbers.startIndex, to: &$1)
    }
    _ = network.score(batch, step: TrainingStep(seed: 1, number: 0), pool: pool)
    for group in groups { _ = group.optimizer.update(learningRate: 1e-3, pool: pool) }
  }
}
