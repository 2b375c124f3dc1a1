import AutoencoderModel

extension ModelType {
  /// A folder written by training an autoencoder.
  static let autoencoder = ModelType(
    kind: "autoencoder",
    recognizes: { ["autoencoder", "textae-autoencoder"].contains($0.kind) },
    open: { location, options in
      let model = try SentenceAutoencoder(
        contentsOf: location.path, precision: options.precision, threads: options.threads)
      return ModelContent(embedder: model, autoencoder: model)
    })
}
