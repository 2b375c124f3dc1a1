import FileFormats

/// An anomaly model as kept in a folder: detectors, thresholds, and which encoder they need.
///
/// The folder holds `config.json` for people, and `model.safetensors` with what the detectors learned and the
/// same configuration, all of it under checksums. An encoder that was trained for it is in the folder
/// as `encoder.textae`.
public struct AnomalyFile: Sendable {
  /// What `config.json` and `model.safetensors` say under `kind`.
  public static let kind = "anomalies"
  /// The name of an encoder of its own in the folder.
  public static let ownEncoder = "encoder.textae"
  private static let version = 1

  /// The path of the folder.
  public let path: String
  /// The detectors.
  public let model: AnomalyModel
  /// How records become sentences; nil for texts.
  public let records: RecordEncoder?
  /// The path of the encoder, as it was given.
  public let encoderPath: String
  /// The checksum of the encoder.
  public let encoderChecksum: UInt64
  /// Components of its vectors.
  public let dimension: Int

  /// Describes a model that is to be written.
  public init(
    _ model: AnomalyModel, records: RecordEncoder?, path: String, encoderPath: String,
    encoderChecksum: UInt64, dimension: Int
  ) {
    (self.model, self.records, self.path) = (model, records, path)
    (self.encoderPath, self.encoderChecksum) = (encoderPath, encoderChecksum)
    self.dimension = dimension
  }

  private var configuration: JSONValue {
    let detectors = model.names.map { name in
      JSONValue.object(
        [JSONValue.Member(key: "name", value: .string(name))]
          + (model.calibrations[name].map {
            [
              JSONValue.Member(key: "mean", value: .number($0.mean)),
              JSONValue.Member(key: "deviation", value: .number($0.deviation)),
            ]
          } ?? [])
          + [JSONValue.Member(key: "threshold", value: .number(model.thresholds[name] ?? 0))])
    }
    return [
      "kind": .string(Self.kind), "version": .integer(Self.version),
      "dimension": .integer(dimension),
      "encoder": [
        "path": .string(encoderPath), "checksum": .string(encoderChecksum.hexadecimal),
      ],
      "detectors": .array(detectors),
      "fields": records.map { .array($0.fields.map(\.json)) } ?? .null,
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
        tensors: model.detectors.flatMap { $0.tensors })
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
      throw malformed("it holds no anomaly model")
    }
    let configuration = try JSONValue(parsing: Array(text.utf8), path: file.path)
    guard let version = configuration["version"]?.wholeNumber,
      let dimension = configuration["dimension"]?.wholeNumber, dimension > 0,
      let encoder = configuration["encoder"]?["path"]?.text,
      let checksum = (configuration["encoder"]?["checksum"]?.text).flatMap({
        UInt64($0, radix: 16)
      }), let entries = configuration["detectors"]?.elements
    else { throw malformed("its configuration cannot be read") }
    guard version <= Self.version else {
      throw .unsupportedVersion(
        path: file.path, found: "\(version)", supported: "\(Self.version)")
    }
    (encoderPath, encoderChecksum, self.dimension) = (encoder, checksum, dimension)
    var detectors: [any AnomalyDetector] = []
    var calibrations: [String: AnomalyModel.Calibration] = [:]
    var thresholds: [String: Double] = [:]
    for entry in entries {
      guard let name = entry["name"]?.text, let threshold = entry["threshold"]?.doubleValue else {
        throw malformed("a detector cannot be read")
      }
      thresholds[name] = threshold
      if name == AnomalyDetectors.combined { continue }
      guard let kind = AnomalyDetectors.all.first(where: { $0.name == name }),
        calibrations[name] == nil, let mean = entry["mean"]?.doubleValue,
        let deviation = entry["deviation"]?.doubleValue, deviation > 0
      else { throw malformed("the detector \(name) cannot be read") }
      calibrations[name] = AnomalyModel.Calibration(mean: mean, deviation: deviation)
      detectors.append(try kind.init(contentsOf: file, dimension: dimension))
    }
    guard !detectors.isEmpty else { throw malformed("it has no detectors") }
    model = AnomalyModel(
      detectors: detectors, calibrations: calibrations, thresholds: thresholds)
    guard let fields = configuration["fields"]?.elements else {
      records = nil
      return
    }
    let read = fields.compactMap { RecordField(json: $0) }
    guard read.count == fields.count, !read.isEmpty else {
      throw malformed("a field cannot be read")
    }
    records = RecordEncoder(fields: read)
  }

  /// Where the encoder may be: in the folder, at its path, and at that path beside the folder.
  public var encoderPaths: [String] {
    guard encoderPath != Self.ownEncoder else { return ["\(path)/\(encoderPath)"] }
    guard !encoderPath.hasPrefix("/"), let slash = path.lastIndex(of: "/") else {
      return [encoderPath]
    }
    return [encoderPath, String(path[...slash]) + encoderPath]
  }
}

extension RecordField {
  /// The field as it is kept in a file.
  fileprivate var json: JSONValue {
    switch kind {
    case .number(let bounds):
      ["name": .string(name), "bounds": .array(bounds.map { .number($0) })]
    case .text(let values):
      ["name": .string(name), "values": .array(values.map { .string($0) })]
    }
  }

  /// A field as it is kept in a file; nil for anything else.
  fileprivate init?(json: JSONValue) {
    guard let name = json["name"]?.text else { return nil }
    if let bounds = json["bounds"]?.elements {
      let numbers = bounds.compactMap(\.doubleValue)
      guard numbers.count == bounds.count, zip(numbers, numbers.dropFirst()).allSatisfy(<) else {
        return nil
      }
      self.init(name: name, kind: .number(bounds: numbers))
    } else if let values = json["values"]?.elements {
      let texts = values.compactMap(\.text)
      let isSorted = zip(texts, texts.dropFirst()).allSatisfy {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
      guard texts.count == values.count, isSorted else { return nil }
      self.init(name: name, kind: .text(values: texts))
    } else {
      return nil
    }
  }
}
