import CommandLineKit
import TextAutoencoder

/// The encoder of a trained classifier.
struct ClassifierOptions: OptionGroup {
  static let title = "Model"

  @Option(
    "The encoder, if it is elsewhere than the classifier says.", value: "MODEL", completion: .file)
  var model: String?
  @Option(EncodingPrecisionChoice.help) var precision = EncodingPrecisionChoice.auto

  /// Opens a classifier with its encoder.
  func load(_ path: String, threads: Int) throws -> TextClassifier {
    var options = ModelStore.Options()
    options.threads = threads
    options.precision = precision.value
    return try TextClassifier(
      contentsOf: Paths.withoutFinalSlashes(path), encoder: model, options: options)
  }
}
