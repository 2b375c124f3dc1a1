import AutoencoderModel
import CommandLineKit
import EmbeddingEvaluation
import FileFormats
import SentenceEmbedding
import SkipGram

/// A model of any origin, with all that it can be asked.
struct LoadedModel {
  /// Where the model is.
  let path: String
  /// As the user named it: the path, with a pooling behind it or not.
  var spelling = ""
  /// What makes vectors of sentences; nil for TF-IDF without LSA.
  var embedder: (any SentenceEmbedder)?
  /// What compares sentences without vectors.
  var similarity: (any SentenceSimilarity)?
  /// What makes vectors of words.
  var words: SkipGramModel?
  /// What is done to the vectors of sentences.
  var postProcessing = PostProcessingRecipe.none

  /// What distinguishes this use of the model from others, such as the pooling of words.
  var variant: String?

  /// Where its post-processing is kept.
  var postProcessingPath: String { PostProcessing.path(forModel: path, variant: variant) }

  /// The autoencoder that the embedder is or stands on, which also gives text back.
  var autoencoder: SentenceAutoencoder?

  /// The last part of the path, with the pooling of words, for headings.
  var name: String {
    Self.heading(path.split(separator: "/").last.map(String.init) ?? path, variant)
  }

  /// The whole path, with the pooling of words, for headings of models of the same name.
  var longName: String { Self.heading(path, variant) }

  private static func heading(_ path: String, _ variant: String?) -> String {
    variant.map { "\(path):\($0)" } ?? path
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
    guard let embedder else {
      throw CommandFailure(
        "this model has no vectors of sentences", at: path,
        advice: "make it with a --dimension above 0", exitStatus: .badData)
    }
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
