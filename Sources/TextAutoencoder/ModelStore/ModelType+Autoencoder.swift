import AutoencoderModel
import AutoencoderTraining
import FileFormats

extension ModelType {
  /// A folder written by training an autoencoder.
  static let autoencoder = ModelType(
    kind: "autoencoder",
    recognizes: { ["autoencoder", "textae-autoencoder"].contains($0.kind) },
    open: { location, options in
      let model = try SentenceAutoencoder(
        location.folder ?? FileFolder(path: location.path), precision: options.precision,
        threads: options.threads)
      return ModelContent(model: model, embedder: model, autoencoder: model)
    })
}

extension SentenceAutoencoder: DescribedModel {
  package var title: String { "autoencoder" }

  /// Its sizes, and what the validation of its weights measured.
  package func figures() throws -> [(name: String, value: JSONValue)] {
    try verify()
    let training = folder.isEmbedded ? nil : TrainingFacts(contentsOf: path)
    return [
      (name: "dimension", value: .integer(dimension)),
      (name: "vocabularySize", value: .integer(architecture.vocabularySize)),
      (name: "tokenizer", value: .string(tokenizer.model.rawValue)),
      (name: "encoder", value: .string(architecture.encoder)),
      (name: "embeddingSize", value: .integer(architecture.embeddingSize)),
      (name: "hiddenSize", value: .integer(architecture.hiddenSize)),
      (name: "layers", value: .integer(architecture.layers)),
      (name: "bidirectional", value: .bool(architecture.isBidirectional)),
      (name: "latent", value: .string(architecture.latentSpelling)),
      (name: "maximumLength", value: .integer(maximumLength)),
      (name: "parameters", value: .integer(parameterCount)),
      (name: "numbers", value: .string(storedNumbers)),
    ] + (training?.settings ?? []).map { (name: $0.name, value: .string($0.value)) }
      + (training?.grownTokens.map { [(name: "grownTokens", value: .integer($0))] } ?? [])
      + (try validation().map { [(name: "validation", value: $0)] } ?? [])
  }

  /// The line of the log about the step whose weights were kept.
  private func validation() throws -> JSONValue? {
    let log = ModelDirectory(path: path).log
    guard !folder.isEmbedded, let step = storedStep, FileDescriptor.status(of: log) != nil
    else { return nil }
    let reader = try LineReader(path: log)
    var found: JSONValue?
    while let line = try reader.next() {
      let report = try JSONValue(parsing: line, path: log)
      if report["step"]?.wholeNumber == step { found = report }
    }
    return found
  }
}
