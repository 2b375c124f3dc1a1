import AutoencoderModel
import DataStructures
import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit
import Tokenization

/// The post-processing that is stored in the folder of a trained autoencoder.
struct ModelPostProcessing {
  private let model: String
  private let threads: Int
  private let events: PipelineEvents

  /// The largest number of directions to remove.
  private static let mostComponents = 3
  /// One direction is removed per this many dimensions, as Mu and Viswanath (2018) advise.
  ///
  /// It also takes this many sentences: with fewer, common directions cannot be told from chance.
  private static let share = 100
  /// The sentences that are taken even if there is no time left.
  private static let fewest = 4_096

  init(_ model: String, threads: Int, events: PipelineEvents) {
    (self.model, self.threads, self.events) = (model, threads, events)
  }

  private var path: String { PostProcessing.path(forModel: model) }

  /// Removes a post-processing that was fitted to earlier weights of the model.
  func removeStale() throws {
    guard FileDescriptor.status(of: path) != nil else { return }
    let checksum = try ModelFiles(ModelDirectory(path: model)).checksum
    if (try? PostProcessing(contentsOf: path, model: checksum)) != nil { return }
    try FileManager.default.removeItem(atPath: path)
    events.onNote(.removedPostProcessing(path: path))
  }

  /// The approximate number of tokens that fitting encodes.
  func tokenCount(of corpus: TokenFile) -> Int {
    guard corpus.sentenceCount > PostProcessing.mostSentences else { return corpus.tokenCount }
    return corpus.tokenCount / corpus.sentenceCount * PostProcessing.mostSentences
  }

  /// Fits to the first sentences of the corpus, in constant memory. After `deadline` it takes no more
  /// than a few thousand.
  func fit(to corpus: TokenFile, until deadline: Date?) throws {
    guard corpus.sentenceCount >= Self.share else {
      return events.onNote(
        .tooFewForPostProcessing(sentences: corpus.sentenceCount, needed: Self.share))
    }
    let embedder = try SentenceAutoencoder(contentsOf: model, threads: threads)
    let pool = WorkerPool(threads: threads)
    let moments = try measure(embedder, on: corpus, until: deadline, pool: pool)
    let share = min(embedder.dimension, moments.count) / Self.share
    let recipe = PostProcessingRecipe(center: true, remove: min(Self.mostComponents, share))
    let fitted = try PostProcessing(moments: moments, recipe: recipe, pool: pool)
    try fitted.write(to: path, model: embedder.checksum)
    events.onNote(.postProcessing(path: path, recipe: recipe, sentences: moments.count))
  }

  private func measure(
    _ embedder: SentenceAutoencoder, on corpus: TokenFile, until deadline: Date?, pool: WorkerPool
  ) throws -> MomentAccumulator {
    var moments = MomentAccumulator(dimension: embedder.dimension)
    for index in 0..<corpus.chunkCount where moments.count < PostProcessing.mostSentences {
      if let deadline, moments.count >= Self.fewest, Date() > deadline { break }
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
  /// The default number of sentences to fit a post-processing to.
  package static let mostSentences = 100_000
}
