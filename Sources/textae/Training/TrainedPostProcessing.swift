import Autoencoder
import CommandLineKit
import Foundation
import SentenceEmbedding
import TensorKit
import Tokenization

/// What `train --postprocess` does: fits a post-processing to the trained model, and keeps it in its folder.
struct TrainedPostProcessing {
  let model: String
  let work: RunOptions

  /// As many as `postprocess fit` takes.
  private static let mostSentences = 100_000
  /// Directions that go. More take meaning with them (Mu and Viswanath 2018: one a hundred dimensions).
  private static let mostComponents = 3
  /// Fewer sentences than this for each direction cannot tell what all share from what some say.
  private static let sentencesPerComponent = 100

  private var path: String { PostProcessing.path(forModel: model) }

  /// Removes what was fitted to an earlier state of the model, which the training is about to change.
  func removeEarlier() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    try FileManager.default.removeItem(atPath: path)
  }

  /// Fits to the first sentences of the corpus, in constant memory.
  func fit(to corpus: TokenFile) throws {
    let embedder = try SentenceAutoencoder(contentsOf: model, threads: work.threads)
    let pool = WorkerPool(threads: work.threads)
    let moments = try measure(embedder, on: corpus, pool: pool)
    let remove = min(
      Self.mostComponents, embedder.dimension - 1, moments.count / Self.sentencesPerComponent)
    try PostProcessing.keep(
      PostProcessingRecipe(center: true, remove: remove), fitting: moments, of: embedder, at: path,
      console: work.console, pool: pool)
  }

  private func measure(
    _ embedder: SentenceAutoencoder, on corpus: TokenFile, pool: WorkerPool
  ) throws -> MomentAccumulator {
    var moments = MomentAccumulator(dimension: embedder.dimension)
    let meter = work.console.meter("postprocess", unit: "sentences")
    for index in 0..<corpus.chunkCount where moments.count < Self.mostSentences {
      try Interrupt.check(saved: "\(model) is trained; `postprocess fit` does what is left")
      let chunk = try corpus.chunk(index)
      let count = min(chunk.count, Self.mostSentences - moments.count)
      try moments.add(embedder.embed(tokens: (0..<count).map { Array(chunk[$0]) }), pool: pool)
      meter.update(moments.count)
    }
    meter.finish()
    return moments
  }
}
