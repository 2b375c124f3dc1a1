import Classification
import Foundation

extension OpenedModel {
  /// What a classifier learns from: the vectors of the model, or its TF-IDF weights if it has no
  /// vectors.
  ///
  /// - Throws: ``ModelStoreError/noVectors(path:)`` if it has neither.
  public var textFeatures: any TextFeatures {
    get throws(ModelStoreError) {
      if plainEmbedder == nil, let termWeights { return TermFeatures(termWeights) }
      return VectorFeatures(try embedder)
    }
  }
}

extension TextClassifier {
  /// Opens a classifier with its encoder.
  ///
  /// - Parameters:
  ///   - path: the folder of the classifier.
  ///   - encoder: the path of the encoder, if it is elsewhere than the classifier says.
  ///   - options: how the encoder is opened.
  /// - Throws: `ClassificationError` if the encoder is missing or another one, and the errors of the
  ///   files.
  public init(
    contentsOf path: String, encoder: String? = nil,
    options: ModelStore.Options = ModelStore.Options()
  ) throws {
    let file = try ClassifierFile(contentsOf: path)
    let found =
      encoder
      ?? file.encoderPaths.first(where: ModelStore.exists)
    guard let found else {
      throw ClassificationError.missingEncoder(classifier: path, encoder: file.encoderPath)
    }
    let model = try ModelStore.open(found, options: options)
    // It may have been trained on the vectors without their post-processing.
    let plain = model.plainEmbedder.map { VectorFeatures($0) }
    let features: any TextFeatures =
      if let plain, plain.checksum == file.encoderChecksum { plain } else { try model.textFeatures }
    self = try file.classifier(with: features, encoder: found)
  }
}
