import AutoencoderModel
import FileFormats
import LatentSemanticAnalysis
import SentenceEmbedding
import SkipGram

/// A model loaded from its files, with all its capabilities.
public struct OpenedModel: Sendable {
  /// A description of the model.
  public let facts: ModelFacts
  /// The model itself, which describes itself.
  package let model: any DescribedModel
  /// Embeds sentences without post-processing; nil for TF-IDF alone.
  public let plainEmbedder: (any SentenceEmbedder)?
  /// The autoencoder, which also decodes vectors of `plainEmbedder` to sentences.
  public let autoencoder: SentenceAutoencoder?
  /// The words with their vectors.
  public let wordVectors: SkipGramModel?
  /// The TF-IDF weights, which compare sentences without vectors.
  public let termWeights: TFIDFModel?

  private let processedEmbedder: (any SentenceEmbedder)?

  /// Embeds sentences, with post-processing.
  ///
  /// - Throws: ``ModelStoreError/noVectors(path:)`` for TF-IDF alone.
  public var embedder: any SentenceEmbedder {
    get throws(ModelStoreError) {
      guard let processedEmbedder else { throw .noVectors(path: facts.path) }
      return processedEmbedder
    }
  }

  init(
    _ content: ModelContent, kind: String, location: ModelLocation, pooling: WordPooling?,
    options: ModelStore.Options
  ) throws {
    model = content.model
    plainEmbedder = content.embedder
    autoencoder = content.autoencoder
    wordVectors = content.wordVectors
    termWeights = content.termWeights
    var recipe = PostProcessingRecipe.none
    if options.appliesPostProcessing, let plain = content.embedder,
      let kept = try location.postProcessing(variant: pooling?.rawValue)
    {
      let fitted = try PostProcessing(kept, model: plain.checksum)
      processedEmbedder = try PostProcessedEmbedder(plain, postProcessing: fitted)
      recipe = fitted.recipe
    } else {
      processedEmbedder = content.embedder
    }
    facts = ModelFacts(
      kind: kind, path: location.path, comesWithPackage: location.folder?.isEmbedded ?? false,
      pooling: pooling, dimension: processedEmbedder?.dimension ?? 0, postProcessing: recipe,
      embedder: processedEmbedder)
  }
}

extension ModelLocation {
  /// The post-processing that is kept with the model, in its folder or beside a single file.
  fileprivate func postProcessing(variant: String?) throws(FileError) -> SafetensorsFile? {
    if let folder {
      let name = PostProcessing.fileName(variant: variant)
      return folder.contains(name) ? try folder.tensors(name) : nil
    }
    let file = PostProcessing.path(forModel: path, variant: variant)
    return FileDescriptor.status(of: file) == nil ? nil : try SafetensorsFile(path: file)
  }
}
