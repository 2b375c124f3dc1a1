import AutoencoderModel
import LatentSemanticAnalysis
import SentenceEmbedding
import SkipGram

/// The content of a model's files, by capability.
struct ModelContent: Sendable {
  /// The model itself, which describes itself.
  let model: any DescribedModel
  /// Embeds sentences; nil for TF-IDF alone.
  var embedder: (any SentenceEmbedder)?
  /// Decodes vectors to sentences.
  var autoencoder: SentenceAutoencoder?
  /// Words with vectors.
  var wordVectors: SkipGramModel?
  /// Compares sentences without vectors.
  var termWeights: TFIDFModel?
}
