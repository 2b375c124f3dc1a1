import AnomalyDetection
import CommandLineKit
import TextAutoencoder

/// Fitted detectors and their encoder.
struct AnomalyModelOptions: OptionGroup {
  static let title = "Model"

  @Option(
    "The encoder, if it is elsewhere than the folder says.", value: "MODEL", completion: .file)
  var model: String?
  @Option(EncodingPrecisionChoice.help) var precision = EncodingPrecisionChoice.auto

  /// Opens the folder and its encoder.
  func load(_ path: String, threads: Int) throws -> AnomalyScorer {
    var options = ModelStore.Options()
    options.threads = threads
    options.precision = precision.value
    return try AnomalyScorer(
      contentsOf: Paths.withoutFinalSlashes(path), encoder: model, options: options)
  }
}

extension AnomalyScorer {
  /// The text that the encoder reads for an item.
  func sentence(of item: AnomalyItem) -> String {
    records?.sentence(of: item.values) ?? item.values[0]
  }

  /// The columns that the records were fitted on.
  var fieldNames: [String]? { records?.fields.map(\.name) }
}
