import AutoencoderModel
import LatentSemanticAnalysis
import SentenceEmbedding
import SkipGram

/// What was read from the files of a model, by what it can do.
struct ModelContent: Sendable {
  /// What makes vectors of sentences; nil for TF-IDF alone.
  var embedder: (any SentenceEmbedder)?
  /// What writes sentences from vectors.
  var autoencoder: SentenceAutoencoder?
  /// Words with vectors.
  var wordVectors: SkipGramModel?
  /// What compares sentences without vectors.
  var termWeights: TFIDFModel?
}
