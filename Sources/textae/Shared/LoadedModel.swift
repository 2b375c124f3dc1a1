import AutoencoderModel
import CommandLineKit
import EmbeddingEvaluation
import SentenceEmbedding
import SkipGram
import TextAutoencoder

/// A model as a command uses it.
struct LoadedModel {
  /// What was opened.
  let opened: OpenedModel
  /// As the user named it: the path, followed by a pooling or not.
  let spelling: String
  /// What compares sentences without vectors, if that is asked for or all there is.
  private(set) var similarity: (any SentenceSimilarity)?
  /// What is done to the vectors of sentences.
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

  /// Where the model is.
  var path: String { opened.facts.path }

  /// Where its post-processing is kept.
  var postProcessingPath: String { opened.facts.postProcessingPath }

  /// What makes vectors of words; nil if it has none.
  var words: SkipGramModel? { opened.wordVectors }

  /// The autoencoder that the embedder is or builds on, which also gives text back.
  var autoencoder: SentenceAutoencoder? { opened.autoencoder }

  /// The last part of the path, with the pooling of words, for headings.
  var name: String { heading(path.split(separator: "/").last.map(String.init) ?? path) }

  /// The whole path, with the pooling of words, for headings of models of the same name.
  var longName: String { heading(path) }

  private func heading(_ path: String) -> String {
    opened.facts.pooling.map { "\(path):\($0.rawValue)" } ?? path
  }

  /// The vectors of words, or a failure that says what the model is.
  func wordVectors() throws -> SkipGramModel {
    guard let words else {
      throw CommandFailure(
        "this model has no word vectors", at: path,
        advice: "give one that skipgram made, or a word2vec, GloVe or fastText file",
        exitStatus: .badData)
    }
    return words
  }

  /// The embedder, or a failure that says what the model is.
  func sentenceEmbedder() throws -> any SentenceEmbedder {
    guard let embedder else { throw ModelStoreError.noVectors(path: path).failure }
    return embedder
  }

  /// Warns if sentences were cut to what the model reads.
  func warnOfCuts(_ console: Console) {
    guard let autoencoder, autoencoder.cutCount > 0 else { return }
    console.warn(
      "\(grouped(autoencoder.cutCount)) sentences are longer than the "
        + "\(grouped(autoencoder.maximumLength)) tokens that \(path) reads and were cut")
  }

  /// The same model with its vectors changed.
  func postProcessed(by postProcessing: PostProcessing) throws -> Self {
    var changed = self
    changed.embedder = try PostProcessedEmbedder(
      sentenceEmbedder(), postProcessing: postProcessing)
    changed.similarity = nil
    changed.postProcessing = postProcessing.recipe
    return changed
  }
}
