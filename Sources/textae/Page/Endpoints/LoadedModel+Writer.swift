import AutoencoderModel
import LocalServer

extension LoadedModel {
  /// The model as one that writes sentences.
  ///
  /// - Throws: `RequestProblem` for a model that cannot.
  func writer() throws(RequestProblem) -> SentenceAutoencoder {
    guard let autoencoder, autoencoder.reconstructs else {
      throw RequestProblem(422, "\(name) cannot write sentences from vectors")
    }
    return autoencoder
  }
}
