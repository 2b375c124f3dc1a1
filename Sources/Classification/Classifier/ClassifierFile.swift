import DataStructures
import FileFormats
import TensorKit

/// A classifier as kept in a folder: its classes, its head, and which encoder it needs.
///
/// The folder holds `config.json` for people, and `model.safetensors` with the weights of the head
/// and the same configuration, all of it under checksums. The encoder is named by its path and its
/// checksum; an encoder that was trained for the classes is in the folder as `encoder.textae`.
public struct ClassifierFile: Sendable {
  /// What `config.json` and `model.safetensors` say under `kind`.
  public static let kind = "classifier"
  /// The name of an encoder of its own in the folder.
  public static let ownEncoder = "encoder.textae"
  private static let version = 1

  /// The path of the folder.
  public let path: String
  /// The classes.
  public let labels: [String]
  /// The kind of head.
  public let headName: String
  /// How the encoder was trained.
  public let mode: String
  /// The number of features that the head reads.
  public let featureCount: Int
  /// The path of the encoder, as it was given.
  public let encoderPath: String
  /// The checksum of what makes the features.
  public let encoderChecksum: UInt64
  /// The head.
  public let head: any ClassifierHead

  /// Describes a classifier that is to be written.
  public init(
    _ classifier: TextClassifier, path: String, mode: String, encoderPath: String
  ) {
    self.path = path
    labels = classifier.labels
    headName = type(of: classifier.head).name
    self.mode = mode
    featureCount = classifier.features.columns
    self.encoderPath = encoderPath
    encoderChecksum = classifier.features.checksum
    head = classifier.head
  }

  private var configuration: JSONValue {
    [
      "kind": .string(Self.kind), "version": .integer(Self.version), "head": .string(headName),
      "mode": .string(mode), "features": .integer(featureCount),
      "labels": .array(labels.map { .string($0) }),
      "encoder": [
        "path": .string(encoderPath), "checksum": .string(encoderChecksum.hexadecimal),
      ],
    ]
  }

  /// Writes the folder, whose parent exists.
  ///
  /// - Throws: `FileError`, `alreadyExists` unless `existing` is to be replaced.
  public func write(existing: OverwritePolicy = .refuse) throws {
    let file = "\(path)/model.safetensors"
    if case .refuse = existing, FileDescriptor.status(of: file) != nil {
      throw FileError.alreadyExists(path: path)
    }
    try OutputFolder.write(path) {
      let text = try AtomicFile(path: "\(path)/config.json")
      try text.write(configuration.indentedText + "\n")
      try text.commit()
      try SafetensorsWriter.write(
        path: file,
        metadata: [("kind", Self.kind), ("configuration", configuration.jsonText)],
        tensors: head.tensors)
    }
  }

  /// Reads a folder that `write` made.
  ///
  /// - Throws: `FileError`.
  public init(contentsOf path: String) throws(FileError) {
    self.path = path
    let file = try SafetensorsFile(path: "\(path)/model.safetensors")
    func malformed(_ reason: String) -> FileError {
      .malformed(path: file.path, line: nil, reason: reason)
    }
    guard file.metadata("kind") == Self.kind, let text = file.metadata("configuration") else {
      throw malformed("it holds no classifier")
    }
    let configuration = try JSONValue(parsing: Array(text.utf8), path: file.path)
    guard let version = configuration["version"]?.wholeNumber,
      let name = configuration["head"]?.text, let mode = configuration["mode"]?.text,
      let features = configuration["features"]?.wholeNumber, features > 0,
      let labels = configuration["labels"]?.elements?.map({ $0.text ?? "" }),
      let encoder = configuration["encoder"]?["path"]?.text,
      let checksum = configuration["encoder"]?["checksum"]?.text
    else { throw malformed("its configuration cannot be read") }
    guard version <= Self.version else {
      throw .unsupportedVersion(
        path: file.path, found: "\(version)", supported: "\(Self.version)")
    }
    guard labels.count >= 2, labels.distinctByBytes().count == labels.count else {
      throw malformed("its classes are not two or more different ones")
    }
    guard let kind = ClassifierHeads.named(name) else {
      throw malformed("no head \(name) is known")
    }
    guard let sum = UInt64(checksum, radix: 16) else {
      throw malformed("the checksum of its encoder cannot be read")
    }
    (self.labels, headName, self.mode, featureCount) = (labels, name, mode, features)
    (encoderPath, encoderChecksum) = (encoder, sum)
    head = try kind.init(contentsOf: file, features: features, classes: labels.count)
  }

  /// Where the encoder may be: in the folder, at its path, and at that path beside the folder.
  public var encoderPaths: [String] {
    guard encoderPath != Self.ownEncoder else { return ["\(path)/\(encoderPath)"] }
    guard !encoderPath.hasPrefix("/"), let slash = path.lastIndex(of: "/") else {
      return [encoderPath]
    }
    return [encoderPath, String(path[...slash]) + encoderPath]
  }

  /// The classifier, with what makes its features.
  ///
  /// - Throws: ``ClassificationError/otherEncoder(classifier:encoder:)`` if they are made by something
  ///   else than those that it was trained on.
  public func classifier(
    with features: any TextFeatures, encoder: String
  ) throws(ClassificationError) -> TextClassifier {
    guard features.checksum == encoderChecksum, features.columns == featureCount else {
      throw .otherEncoder(classifier: path, encoder: encoder)
    }
    return TextClassifier(labels: labels, features: features, head: head)
  }
}
