import AutoencoderModel
import FileFormats
import SentenceEmbedding

extension SentenceAutoencoder {
  /// This model with the post-processing stored in its folder, or the model itself if there is
  /// none.
  ///
  /// The command line uses these vectors to embed and search. A training whose plan
  /// says `fitsPostProcessing` stores a post-processing.
  ///
  /// ```swift
  /// let model = try SentenceAutoencoder(contentsOf: "mine.textae")
  /// let index = try SentenceIndex(sentences, embedder: model.postProcessed())
  /// ```
  /// Decoding needs the vectors of the model itself.
  ///
  /// - Throws: `FileError` if the file is damaged or was fitted to another model,
  /// `PostProcessingError` if its dimension differs from the model's.
  public func postProcessed() throws -> any SentenceEmbedder {
    let name = PostProcessing.fileName()
    guard folder.contains(name) else { return self }
    return try PostProcessedEmbedder(
      self, postProcessing: PostProcessing(folder.tensors(name), model: checksum))
  }
}
