import AutoencoderModel
import CommandLineKit
import EmbeddingEvaluation
import SentenceEmbedding
import SkipGram
import TextAutoencoder

/// A model as commands use it.
struct LoadedModel {
  /// The opened model.
  let opened: OpenedModel
  /// The name that the user gave: a path, optionally followed by a pooling.
  let spelling: String
  /// Compares sentences without vectors, if that was requested or is all the model can do.
  private(set) var similarity: (any SentenceSimilarity)?
  /// The post-processing of the sentence vectors.
  private(set) var postProcessing: PostProcessingRecipe
  private var embedder: (any SentenceEmbedder)?

  init(_ opened: OpenedModel, spelling: String, prefersSparse: Bool) throws {
    self.opened = opened
    self.spelling = spelling
    let isSparse = prefersSparse || opened.plainEmbedder == nil
    similarity = isSparse ? opened.termWeights : nil
    let isPlain = similarity != nil
    embedder = isPlain ? opened.plainEmbedder : try opened.embedder
    postProcessing = isPlain ? .none : opened.facts.postProcessing
  }

  /// The path of the model.
  var path: String { opened.facts.path }

  /// The file of its post-processing.
  var postProcessingPath: String { opened.facts.postProcessingPath }

  /// The word vectors; nil if it has none.
  var words: SkipGramModel? { opened.wordVectors }

  /// The autoencoder, which can also decode vectors to text.
  var autoencoder: SentenceAutoencoder? { opened.autoencoder }

  /// The last part of the path, with the pooling, for headings.
  var name: String { heading(path.split(separator: "/").last.map(String.init) ?? path) }

  /// The whole path, with the pooling, for headings of models with equal names.
  var longName: String { heading(path) }

  private func heading(_ path: String) -> String {
    opened.facts.pooling.map { "\(path):\($0.rawValue)" } ?? path
  }

  /// The word vectors; throws an error that describes the model if it has none.
  func wordVectors() throws -> SkipGramModel {
    guard let words else { throw CommandError.noWordVectors(path: path) }
    return words
  }

  /// The embedder; throws an error that describes the model if it has none.
  func sentenceEmbedder() throws -> any SentenceEmbedder {
    guard let embedder else { throw ModelStoreError.noVectors(path: path) }
    return embedder
  }

  /// Warns if sentences were cut to the maximum length of the model.
  func warnOfCuts(_ console: Console) {
    guard let autoencoder, autoencoder.cutCount > 0 else { return }
    console.warn(
      "\(counted(autoencoder.cutCount, "sentence")) cut to the "
        + "\(grouped(autoencoder.maximumLength)) tokens that \(path) reads")
  }

  /// The same model with another post-processing applied to its vectors.
  func postProcessed(by postProcessing: PostProcessing) throws -> Self {
    var changed = self
    changed.embedder = try PostProcessedEmbedder(
      sentenceEmbedder(), postProcessing: postProcessing)
    changed.similarity = nil
    changed.postProcessing = postProcessing.recipe
    return changed
  }
}
