import Autoencoder
import CommandLineKit
import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit
import Tokenization

/// What becomes of the post-processing of a model that is trained: `--postprocess` fits it, and one that was
/// fitted to earlier weights goes.
struct TrainedPostProcessing {
  let model: String
  let work: RunOptions

  /// Directions that go at most.
  private static let mostComponents = 3
  /// One direction goes for so many dimensions, as Mu and Viswanath (2018) advise, and so many sentences: fewer
  /// cannot tell what all share from what some say.
  private static let share = 100

  private var path: String { PostProcessing.path(forModel: model) }

  /// Removes a post-processing that was fitted to weights which the model has no more.
  func removeStale() throws {
    guard FileDescriptor.status(of: path) != nil else { return }
    let checksum = try SentenceAutoencoder(contentsOf: model, threads: 1).checksum
    if (try? PostProcessing(contentsOf: path, model: checksum)) != nil { return }
    try FileManager.default.removeItem(atPath: path)
    work.console.note("\(path): removed, for it was fitted to earlier weights")
  }

  /// Fits to the first sentences of the corpus, in constant memory.
  func fit(to corpus: TokenFile) throws {
    guard corpus.sentenceCount >= Self.share else {
      let few = "\(corpus.sentenceCount) of \(Self.share) sentences"
      return work.console.note("\(few) are too few for a post-processing")
    }
    let embedder = try SentenceAutoencoder(contentsOf: model, threads: work.threads)
    let pool = WorkerPool(threads: work.threads)
    let moments = try measure(embedder, on: corpus, pool: pool)
    let share = min(embedder.dimension, moments.count) / Self.share
    try PostProcessing.keep(
      PostProcessingRecipe(center: true, remove: min(Self.mostComponents, share)),
      fitting: moments, of: embedder, at: path, console: work.console, pool: pool)
  }

  private func measure(
    _ embedder: SentenceAutoencoder, on corpus: TokenFile, pool: WorkerPool
  ) throws -> MomentAccumulator {
    var moments = MomentAccumulator(dimension: embedder.dimension)
    let meter = work.console.meter("postprocess", unit: "sentences")
    for index in 0..<corpus.chunkCount where moments.count < PostProcessing.mostSentences {
      try Interrupt.check(
        saved: "\(model) is trained; the same command with --resume does what is left")
      let chunk = try corpus.chunk(index)
      let count = min(chunk.count, PostProcessing.mostSentences - moments.count)
      try moments.add(embedder.embed(tokens: (0..<count).map { Array(chunk[$0]) }), pool: pool)
      meter.update(moments.count)
    }
    meter.finish()
    return moments
  }
}
