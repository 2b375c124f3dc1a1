import Autoencoder
import FileFormats
import SentenceEmbedding

extension SentenceAutoencoder {
  /// The embedder that the command line searches and compares with: this model with the post-processing that
  /// `train --postprocess` or `postprocess fit` kept in its folder, or the model itself if there is none.
  ///
  /// ```swift
  /// let model = try SentenceAutoencoder(contentsOf: "mine.textae")
  /// let index = try SentenceIndex(sentences, embedder: model.postProcessed())
  /// ```
  /// What is written from vectors needs those of the model itself.
  ///
  /// - Throws: `FileError` if the file is damaged or was fitted to another model.
  public func postProcessed() throws -> any SentenceEmbedder {
    let kept = PostProcessing.path(forModel: path)
    guard FileDescriptor.status(of: kept) != nil else { return self }
    return try PostProcessedEmbedder(
      self, postProcessing: PostProcessing(contentsOf: kept, model: checksum))
  }
}
