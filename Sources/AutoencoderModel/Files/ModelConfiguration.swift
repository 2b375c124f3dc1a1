import FileFormats
import Foundation
import TensorKit

/// The part of config.json that is needed to use a model: its shape and how to read it.
///
/// Training writes more into the same file.
package struct ModelConfiguration: Codable, Sendable, Equatable {
  package var architecture: Architecture
  /// The maximum number of tokens in a sentence.
  package var maximumLength: Int
  /// The precision that the model was trained in.
  package var precision: Precision
  /// Whether the decoder was trained; if not, decoded sentences are meaningless.
  package var isDecoderTrained: Bool
  /// Whether the latents were trained to look like draws from a standard normal distribution by
  /// something else than a variational latent.
  package var isMatchedToNormal: Bool

  package init(
    architecture: Architecture, maximumLength: Int, precision: Precision, isDecoderTrained: Bool,
    isMatchedToNormal: Bool = false
  ) {
    self.architecture = architecture
    self.maximumLength = maximumLength
    self.precision = precision
    self.isDecoderTrained = isDecoderTrained
    self.isMatchedToNormal = isMatchedToNormal
  }

  /// What the shapes of weights do not tell, as the metadata of model.safetensors repeats it.
  package var claims: [(key: String, value: String)] {
    [
      ("parts", parts),
      (
        "latents",
        isMatchedToNormal
          ? "latents matched to a normal distribution" : "latents of any distribution"
      ),
    ]
  }

  /// The kinds of the parts.
  private var parts: String {
    "encoder \(architecture.encoder), latent \(architecture.latentSpelling), decoder "
      + (isDecoderTrained ? "trained" : "not trained")
      + (architecture.isResidual ? ", residual layers" : "")
  }

  /// The kind of the folder, as config.json states it.
  private static let kind = "autoencoder"
  /// The same in files of the first version, where the key is `format`.
  private static let firstFormat = "textae-autoencoder"

  private enum CodingKeys: String, CodingKey {
    case kind, version, architecture, maximumLength, precision, isDecoderTrained, training
    case isMatchedToNormal
  }

  /// The settings in files of the first version that tell whether the decoder was trained.
  private struct EarlierTraining: Decodable {
    var objective: [String]?
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    architecture = try values.decode(Architecture.self, forKey: .architecture)
    maximumLength = try values.decode(Int.self, forKey: .maximumLength)
    precision = try values.decode(Precision.self, forKey: .precision)
    isMatchedToNormal = try values.decodeIfPresent(Bool.self, forKey: .isMatchedToNormal) ?? false
    if let isTrained = try values.decodeIfPresent(Bool.self, forKey: .isDecoderTrained) {
      isDecoderTrained = isTrained
    } else {
      let training = try values.decode(EarlierTraining.self, forKey: .training)
      isDecoderTrained =
        training.objective?.contains {
          let parts = $0.split(separator: ":")
          return parts.first == "reconstruct" && (parts.count < 2 || Double(parts[1]) != 0)
        } ?? true
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.kind, forKey: .kind)
    try values.encode(
      ModelDirectory.formatVersion(isResidual: architecture.isResidual), forKey: .version)
    try values.encode(architecture, forKey: .architecture)
    try values.encode(maximumLength, forKey: .maximumLength)
    try values.encode(precision, forKey: .precision)
    try values.encode(isDecoderTrained, forKey: .isDecoderTrained)
    if isMatchedToNormal { try values.encode(true, forKey: .isMatchedToNormal) }
  }

  private struct Version: Decodable {
    var kind: String?
    var format: String?
    var version: Int
  }

  /// Reads config.json of a model.
  ///
  /// - Throws: `FileError` and `AutoencoderError` if a file is missing, damaged or of another kind.
  package static func read(_ file: MappedFile) throws -> ModelConfiguration {
    try read(file, as: ModelConfiguration.self) { configuration in
      try configuration.architecture.validate()
      guard (1...10_000).contains(configuration.maximumLength) else {
        throw AutoencoderError.invalidSetting(
          name: "maximum length", value: "\(configuration.maximumLength)", expected: "1 to 10000")
      }
    }
  }

  /// Decodes the part of config.json that `Content` describes, and lets `check` validate its
  /// settings.
  package static func read<Content: Decodable>(
    _ file: MappedFile, as type: Content.Type, check: (Content) throws -> Void
  ) throws -> Content {
    let path = file.path
    guard file.count <= 1 << 20 else {
      throw AutoencoderError.inconsistentModel(path: path, reason: "too large for a configuration")
    }
    let bytes = file.bytes(0..<file.count)
    do {
      let decoder = JSONDecoder()
      let found = try decoder.decode(Version.self, from: Data(bytes))
      guard found.kind == kind || found.format == firstFormat else {
        let other = found.kind ?? found.format ?? "unknown"
        throw AutoencoderError.inconsistentModel(
          path: path, reason: "the kind of model is \"\(other)\", not \"\(kind)\"")
      }
      guard found.version <= ModelDirectory.formatVersion else {
        throw AutoencoderError.newerVersion(
          path: path, found: found.version, supported: ModelDirectory.formatVersion)
      }
      let content = try decoder.decode(type, from: Data(bytes))
      try check(content)
      return content
    } catch AutoencoderError.invalidSetting(let name, let value, let expected) {
      throw AutoencoderError.inconsistentModel(
        path: path, reason: "the \(name) is \(value), but must be \(expected)")
    } catch let error as DecodingError {
      throw AutoencoderError.inconsistentModel(
        path: path, reason: "not a configuration of a model (\(error.shortReason))")
    }
  }
}

extension DecodingError {
  /// The key that caused the error, in a few words.
  fileprivate var shortReason: String {
    switch self {
    case .keyNotFound(let key, _): "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) has another type"
    case .dataCorrupted: "it is not JSON of the right form"
    @unknown default: "it cannot be read"
    }
  }
}
