import AutoencoderModel
import FileFormats
import SentenceEmbedding

extension SentenceAutoencoder {
  /// This model with the post-processing that is kept in its folder, or the model itself if there is none.
  ///
  /// That is what the command line embeds and searches with. `train --postprocess` and `postprocess fit` keep one.
  ///
  /// ```swift
  /// let model = try SentenceAutoencoder(contentsOf: "mine.textae")
  /// let index = try SentenceIndex(sentences, embedder: model.postProcessed())
  /// ```
  /// What is written from vectors needs those of the model itself.
  ///
  /// - Throws: `FileError` if the file is damaged or was fitted to another model, `PostProcessingError` if it
  ///   says another dimension than the model has.
  public func postProcessed() throws -> any SentenceEmbedder {
    let kept = PostProcessing.path(forModel: path)
    guard FileDescriptor.status(of: kept) != nil else { return self }
    return try PostProcessedEmbedder(
      self, postProcessing: PostProcessing(contentsOf: kept, model: checksum))
  }
}
