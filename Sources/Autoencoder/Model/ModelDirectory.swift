import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit

/// The files of a model, NAME.textae, and what stands beside it while it is trained.
struct ModelDirectory: Sendable {
  let path: String

  /// The latest format of the directory that this program reads and writes.
  static let formatVersion = 1

  var configuration: String { path + "/config.json" }
  var tokenizer: String { path + "/tokenizer.json" }
  var weights: String { path + "/model.safetensors" }
  var training: String { path + "/training.safetensors" }
  var log: String { path + "/log.jsonl" }
  /// What is done to the vectors of the model.
  var postProcessing: String { PostProcessing.path(forModel: path) }
  /// The corpus as token ids.
  var corpus: String { path + ".tokens" }
  /// The validation file as token ids.
  var validation: String { path + ".validation.tokens" }

  /// Makes the directory; it may exist.
  func create() throws(FileError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true)
    } catch {
      let cause = (error as? CocoaError)?.underlying as? POSIXError
      throw FileError(code: cause?.code.rawValue ?? EACCES, path: path, operation: "make")
    }
  }

  /// Whether there is a model or a checkpoint.
  var isOccupied: Bool {
    [configuration, weights, training].contains { FileManager.default.fileExists(atPath: $0) }
  }

  /// Removes what a run leaves, so that another can begin.
  func clear() {
    for file in [configuration, tokenizer, weights, training, log, postProcessing] {
      // What is not there need not be removed; what cannot be is found when it is written.
      try? FileManager.default.removeItem(atPath: file)
    }
  }
}

/// The content of config.json.
struct ModelConfiguration: Codable, Equatable {
  var format = "textae-autoencoder"
  var version = ModelDirectory.formatVersion
  var architecture: Architecture
  var maximumLength: Int
  /// The precision the model was trained in.
  var precision: Precision
  var training: TrainingOptions
  /// How the tokenizer was built; nil if it was given.
  var vocabulary: VocabularyRecord?
  /// A checksum of the word vectors that the run began with; nil if it began at random.
  var initialEmbeddings: String?
  /// A checksum of the model that the run began with; nil if it began with none.
  var pretrainedModel: String?

  private struct Version: Decodable {
    var format: String
    var version: Int
  }

  /// Reads config.json of a model.
  static func read(_ path: String) throws -> ModelConfiguration {
    let file = try MappedFile(path: path)
    guard file.count <= 1 << 20 else {
      throw AutoencoderError.inconsistentModel(path: path, reason: "too large for a configuration")
    }
    let bytes = file.bytes(0..<file.count)
    do {
      let decoder = JSONDecoder()
      let found = try decoder.decode(Version.self, from: Data(bytes))
      guard found.format == "textae-autoencoder" else {
        throw AutoencoderError.inconsistentModel(
          path: path, reason: "the format is \"\(found.format)\", not a textae autoencoder")
      }
      guard found.version <= ModelDirectory.formatVersion else {
        throw AutoencoderError.newerVersion(
          path: path, found: found.version, supported: ModelDirectory.formatVersion)
      }
      let configuration = try decoder.decode(ModelConfiguration.self, from: Data(bytes))
      try configuration.architecture.validate()
      try configuration.training.validate()
      guard configuration.maximumLength == configuration.training.maximumLength else {
        throw AutoencoderError.inconsistentModel(
          path: path,
          reason: "it has two maximum lengths, \(configuration.maximumLength) and "
            + "\(configuration.training.maximumLength)")
      }
      return configuration
    } catch AutoencoderError.invalidSetting(let name, let value, let expected) {
      throw AutoencoderError.inconsistentModel(
        path: path, reason: "the \(name) is \(value), but must be \(expected)")
    } catch let error as DecodingError {
      throw AutoencoderError.inconsistentModel(
        path: path, reason: "not a configuration of a model (\(error.shortReason))")
    }
  }

  /// The text of config.json; the same configuration gives the same bytes.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  func write(_ path: String) throws {
    let file = try AtomicFile(path: path)
    try file.write(try encoded())
    try file.commit()
  }
}

extension DecodingError {
  /// Which key is at fault, in a few words.
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
