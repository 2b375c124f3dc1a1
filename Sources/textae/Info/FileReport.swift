import DimensionReduction
import EnglishModel
import FileFormats
import LexicalSearch
import TextAutoencoder
import Tokenization
import VectorSearch

/// What is in a file that this project writes; the reader finds out which kind it is.
enum FileReport {
  /// Throws the reader's error for a damaged file, and a failure for one of no known kind.
  static func make(_ path: String) throws -> Report {
    if MappedIndex.isFolder(path) { return try index(path) }
    if Paths.isFolder(path) { return try folder(path) }
    if !Paths.exists(path), ModelInTheBox.names.contains(path) {
      return try EnglishModelReport.report(on: path)
    }
    // What is compressed is recognized by what is in it.
    let head = try ByteSource(path: path).peek(1_024)
    let start = String(decoding: head.prefix(64), as: UTF8.self)
    if TensorRows.recognizes(path, head) { return try tensors(path) }
    if start.hasPrefix("{") { return try tokenizer(path) }
    if LexicalIndex.isAt(path) { return try words(path) }
    if path.hasSuffix(".index") { return try index(path) }
    if path.hasSuffix(".tokens") { return try tokens(path) }
    if let report = try vectors(path, head: head) { return report }
    throw CommandError.unknownFile(path: path)
  }

  private static func folder(_ path: String) throws -> Report {
    switch try ModelStore.kind(statedIn: path) {
    case ClassifierFile.kind: return try classifier(path)
    case AnomalyFile.kind: return try anomalies(path)
    default: break
    }
    var options = ModelStore.Options()
    options.threads = 1
    options.appliesPostProcessing = false
    do {
      let opened = try ModelStore.open(path, options: options)
      return Report(
        title: "\(path): \(opened.model.title)",
        facts: [
          (name: "file", value: .string(path)), (name: "kind", value: .string(opened.facts.kind)),
        ] + (try opened.model.figures()) + sizes(RunFiles(path)))
    } catch ModelStoreError.unknownModel {
      guard let report = try reducer(path) else { throw CommandError.unknownFile(path: path) }
      return report
    }
  }

  /// What a reducer of vectors says of itself; nil for a folder of something else.
  private static func reducer(_ path: String) throws -> Report? {
    let config = path + "/config.json"
    guard Paths.exists(config),
      try JSONValue(contentsOf: config, limit: 1 << 20)["kind"]?.text == ReducerFolder.kind,
      let reducer = try ReducerFolder.open(path) as? any StoredReducer
    else { return nil }
    return Report(
      title: "\(path): a reducer of vectors",
      facts: [(name: "file", value: .string(path))] + ReducerFolder.description(of: reducer))
  }

  private static func sizes(_ files: RunFiles) -> [(name: String, value: JSONValue)] {
    let checkpoint = files.checkpointBytes
    let all: [(name: String, value: JSONValue)] = [(name: "bytes", value: .integer(files.bytes))]
    return checkpoint == 0
      ? all : all + [(name: "checkpointBytes", value: .integer(checkpoint))]
  }

  private static func classifier(_ path: String) throws -> Report {
    let file = try ClassifierFile(contentsOf: path)
    return Report(
      title: "\(path): classifier",
      facts: [
        (name: "file", value: .string(path)), (name: "kind", value: .string(ClassifierFile.kind)),
        (name: "mode", value: .string(file.mode)), (name: "head", value: .string(file.headName)),
        (name: "labels", value: .array(file.labels.map { .string($0) })),
        (name: "features", value: .integer(file.featureCount)),
        (name: "model", value: .string(file.encoderPath)),
        (name: "modelChecksum", value: .string(String(file.encoderChecksum, radix: 16))),
      ])
  }

  private static func anomalies(_ path: String) throws -> Report {
    let file = try AnomalyFile(contentsOf: path)
    return Report(
      title: "\(path): anomaly detectors",
      facts: [
        (name: "file", value: .string(path)), (name: "kind", value: .string(AnomalyFile.kind)),
        (name: "detectors", value: .array(file.model.names.map { .string($0) })),
        (
          name: "fields",
          value: file.records.map { .array($0.fields.map { .string($0.name) }) } ?? .null
        ),
        (name: "dimension", value: .integer(file.dimension)),
        (name: "model", value: .string(file.encoderPath)),
        (name: "modelChecksum", value: .string(String(file.encoderChecksum, radix: 16))),
      ])
  }

  private static func tensors(_ path: String) throws -> Report {
    let file = try SafetensorsFile(path: path, verification: .ifPresent)
    try file.verify()
    let count = file.tensors.reduce(0) { $0 + ($1.count ?? 0) }
    // The checksums of the tensors are of no use to a reader; `checksum` covers them.
    let metadata = file.metadata.filter { $0.key != "tensor_checksums" }.map {
      (name: $0.key, value: JSONValue.string($0.value))
    }
    let tensors = file.tensors.map { tensor in
      let shape = tensor.shape.map(String.init).joined(separator: " × ")
      return (name: tensor.name, value: JSONValue.string("\(shape) \(tensor.element.rawValue)"))
    }
    return Report(
      title: "\(path): tensors",
      facts: [
        (name: "file", value: .string(path)), (name: "kind", value: "safetensors"),
        (name: "parameters", value: .integer(count)),
      ] + metadata + tensors)
  }

  private static func index(_ path: String) throws -> Report {
    try index(MappedIndex(path: path))
  }

  /// What is in an index that is open; its file may be gone.
  static func index(_ file: MappedIndex) throws -> Report {
    try file.verify()
    let path = file.path
    var facts: [(name: String, value: JSONValue)] = [
      (name: "file", value: .string(path)), (name: "kind", value: "index"),
      (name: "storage", value: .string(file.kind.rawValue)),
      (name: "codec", value: .string(file.design.codec.name)),
      (name: "rescoring", value: .string(file.design.fineCodec.name)),
      (name: "metric", value: .string(file.metric.rawValue)),
      (name: "vectors", value: .integer(file.count)),
      (name: "dimension", value: .integer(file.dimension)),
      (name: "sentences", value: .bool(file.hasSentences)),
      (name: "bytes", value: .integer(file.byteCount)),
    ]
    if !file.columns.isEmpty {
      facts.append((name: "columns", value: .array(file.columns.map(JSONValue.string))))
    }
    if let key = file.design.key { facts.append((name: "key", value: .string(key))) }
    if let model = file.model {
      facts.append((name: "model", value: .string(model.path)))
      facts.append(
        (name: "modelChecksum", value: .string(String(model.checksum, radix: 16))))
    }
    return Report(title: "\(path): index", facts: facts)
  }

  private static func words(_ path: String) throws -> Report {
    let file = try LexicalIndex(path: path)
    try file.verify()
    return Report(
      title: "\(path): index of words",
      facts: [
        (name: "file", value: .string(path)), (name: "kind", value: "words"),
        (name: "texts", value: .integer(file.count)),
        (name: "words", value: .integer(file.wordCount)),
        (name: "differentWords", value: .integer(file.termCount)),
        (name: "stemmer", value: .string(file.analyzer.stemmerName)),
        (name: "storesTexts", value: .bool(file.hasTexts)),
        (name: "bytes", value: .integer(file.byteCount)),
      ])
  }

  private static func tokens(_ path: String) throws -> Report {
    let file = try TokenFile(path: path)
    return Report(
      title: "\(path): corpus as token ids",
      facts: [
        (name: "file", value: .string(path)), (name: "kind", value: "tokens"),
        (name: "sentences", value: .integer(file.sentenceCount)),
        (name: "tokens", value: .integer(file.tokenCount)),
        (name: "vocabularySize", value: .integer(file.vocabularySize)),
        (name: "maximumLength", value: .integer(file.maximumLength)),
        (name: "cutSentences", value: .integer(file.truncatedCount)),
        (name: "emptyLines", value: .integer(file.emptyCount)),
      ])
  }

  private static func tokenizer(_ path: String) throws -> Report {
    let tokenizer = try Tokenizer(contentsOf: path)
    return Report(
      title: "\(path): tokenizer",
      facts: [
        (name: "file", value: .string(path)), (name: "kind", value: "tokenizer"),
        (name: "model", value: .string(tokenizer.model.rawValue)),
        (name: "vocabularySize", value: .integer(tokenizer.vocabularySize)),
      ])
  }
}
