import AutoencoderModel
import DataStructures
import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit
import Tokenization

/// The post-processing that a trained autoencoder keeps in its folder.
struct ModelPostProcessing {
  private let model: String
  private let threads: Int
  private let events: PipelineEvents

  /// Directions that are removed at most.
  private static let mostComponents = 3
  /// One direction is removed for so many dimensions, as Mu and Viswanath (2018) advise, and so many sentences: fewer
  /// cannot tell what all share from what some say.
  private static let share = 100

  init(_ model: String, threads: Int, events: PipelineEvents) {
    (self.model, self.threads, self.events) = (model, threads, events)
  }

  private var path: String { PostProcessing.path(forModel: model) }

  /// Removes a post-processing that was fitted to weights which the model no longer has.
  func removeStale() throws {
    guard FileDescriptor.status(of: path) != nil else { return }
    let checksum = try ModelFiles(ModelDirectory(path: model)).checksum
    if (try? PostProcessing(contentsOf: path, model: checksum)) != nil { return }
    try FileManager.default.removeItem(atPath: path)
    events.onNote(.removedPostProcessing(path: path))
  }

  /// How many tokens of a corpus fitting encodes, about.
  func tokenCount(of corpus: TokenFile) -> Int {
    guard corpus.sentenceCount > PostProcessing.mostSentences else { return corpus.tokenCount }
    return corpus.tokenCount / corpus.sentenceCount * PostProcessing.mostSentences
  }

  /// Fits to the first sentences of the corpus, in constant memory.
  func fit(to corpus: TokenFile) throws {
    guard corpus.sentenceCount >= Self.share else {
      return events.onNote(
        .tooFewForPostProcessing(sentences: corpus.sentenceCount, needed: Self.share))
    }
    let embedder = try SentenceAutoencoder(contentsOf: model, threads: threads)
    let pool = WorkerPool(threads: threads)
    let moments = try measure(embedder, on: corpus, pool: pool)
    let share = min(embedder.dimension, moments.count) / Self.share
    let recipe = PostProcessingRecipe(center: true, remove: min(Self.mostComponents, share))
    let fitted = try PostProcessing(moments: moments, recipe: recipe, pool: pool)
    try fitted.write(to: path, model: embedder.checksum)
    events.onNote(.postProcessing(path: path, recipe: recipe, sentences: moments.count))
  }

  private func measure(
    _ embedder: SentenceAutoencoder, on corpus: TokenFile, pool: WorkerPool
  ) throws -> MomentAccumulator {
    var moments = MomentAccumulator(dimension: embedder.dimension)
    for index in 0..<corpus.chunkCount where moments.count < PostProcessing.mostSentences {
      if events.shouldStop() { throw PipelineInterrupted(stage: .postProcessing) }
      let chunk = try corpus.chunk(index)
      let count = min(chunk.count, PostProcessing.mostSentences - moments.count)
      var sentences = TokenSequences()
      for sentence in 0..<count { sentences.append(sentence, of: chunk) }
      try moments.add(embedder.embed(tokens: sentences), pool: pool)
      events.onProgress(
        PipelineProgress(stage: .postProcessing, done: moments.count, total: nil))
    }
    events.onStageEnd(.postProcessing)
    return moments
  }
}

extension PostProcessing {
  /// Sentences that a post-processing is fitted to unless more are asked for.
  package static let mostSentences = 100_000
}
