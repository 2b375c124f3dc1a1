import DataStructures
import FileFormats
import TensorKit
import Tokenization

// NAME.skipgram is a folder:
//   config.json        kind, format_version, words, dimension, and `training`: its settings, or null
//   tokenizer.json     what splits sentences into words; absent in imported models
//   model.safetensors  word_vectors     float32 [words × dimension]
//                      context_vectors  float32 [words × dimension]: `outputVectors`, on request
//                      common_component float32 [dimension], optional
//                      counts           int64 [words], optional
//                      words            uint8 [bytes]: the words in UTF-8, each followed by LF
// The matrices may be float16 or bfloat16 too, or int8 with NAME.scale float32 [words]: number times
// scale of its row.
// model.safetensors is written last and carries the checksum of the tokenizer. So a folder that mixes
// files of two models, after an interrupted replacement, is noticed.

extension SkipGramModel {
  /// What `config.json` and `model.safetensors` say under `kind`.
  package static let kind = "skipgram"
  /// The latest version that is read.
  private static let version = 2
  /// The version without 8-bit numbers, which earlier programs read too.
  private static let plainVersion = 1
  private static let outputTensor = "context_vectors"

  /// Reads a model folder, or a file of word2vec, GloVe or fastText.
  ///
  /// - Throws: `FileError`, `TokenizerError` or `SkipGramError` for whatever is wrong with a file.
  public init(contentsOf path: String) throws {
    guard FileDescriptor.status(of: path)?.kind == .directory else {
      try self.init(importing: path)
      return
    }
    try self.init(FileFolder(path: path))
  }

  /// Reads a model from a folder, which may be compiled in.
  ///
  /// - Throws: as the other.
  package init(_ folder: FileFolder) throws {
    let path = folder.path
    let config = try JSONValue(folder.map("config.json"), limit: 1 << 20)
    let file = try folder.tensors("model.safetensors")
    try SkipGramModel.check(config, file, in: path)
    let tokenizer = try SkipGramModel.tokenizer(of: file, in: folder)
    let words = try SkipGramModel.words(of: file)
    let wordVectors = try SkipGramModel.vectors("word_vectors", of: file, words: words.count)
    self.init(
      words: words, counts: try SkipGramModel.counts(of: file, words: words.count),
      wordVectors: wordVectors,
      outputVectors: file.contains(Self.outputTensor)
        ? try SkipGramModel.vectors(Self.outputTensor, of: file, words: words.count) : nil,
      commonComponent: try SkipGramModel.component(of: file, dimension: wordVectors.columns),
      configuration: try SkipGramModel.settings(config, dimension: wordVectors.columns, in: path),
      tokenizer: tokenizer)
    storedNumbers = file.matrixNumbers
  }

  /// Writes the model as a folder; every file is renamed into place, model.safetensors last.
  ///
  /// - Parameters:
  ///   - path: The folder, whose parent exists.
  ///   - existing: What to do if there is something at `path`.
  ///   - includesOutputVectors: Whether the file keeps `outputVectors`, which doubles its size.
  ///   - numbers: How the numbers of the vectors are stored. With fewer bits they are rounded, so the
  ///     model that is read again has another checksum.
  /// - Throws: `FileError`, `alreadyExists` unless it may be replaced.
  public func write(
    to path: String, existing: OverwritePolicy = .refuse, includesOutputVectors: Bool = false,
    numbers: VectorNumber = .f32
  ) throws {
    if existing == .refuse, FileDescriptor.status(of: path) != nil {
      throw FileError.alreadyExists(path: path)
    }
    try OutputFolder.write(path) {
      try tokenizer?.write(to: path + "/tokenizer.json")
      let config = try AtomicFile(path: path + "/config.json")
      try config.write(self.config(numbers).indentedText + "\n")
      try config.commit()
      try writeTensors(
        to: path + "/model.safetensors", outputVectors: includesOutputVectors ? outputVectors : nil,
        numbers)
    }
  }

  private func config(_ numbers: VectorNumber) -> JSONValue {
    [
      "kind": .string(Self.kind),
      "format_version": .integer(numbers == .int8 ? Self.version : Self.plainVersion),
      "words": .integer(words.count), "dimension": .integer(dimension),
      "training": configuration?.json ?? .null,
    ]
  }

  private func writeTensors(
    to path: String, outputVectors: Matrix?, _ numbers: VectorNumber
  ) throws {
    var metadata = [(key: "kind", value: Self.kind)]
    if let tokenizer {
      metadata.append((key: "tokenizer_checksum", value: tokenizer.checksum.hexadecimal))
    }
    if numbers != .f32 { metadata.append((key: "numbers", value: numbers.rawValue)) }
    var contents = TensorContents(keepsOrder: numbers == .f32)
    let shape = [words.count, dimension]
    contents.append("word_vectors", shape: shape, numbers: numbers) { wordVectors.values }
    if let outputVectors {
      contents.append(Self.outputTensor, shape: shape, numbers: numbers) { outputVectors.values }
    }
    if let commonComponent {
      contents.append("common_component", shape: [dimension], numbers: .f32) { commonComponent }
    }
    if !counts.isEmpty {
      var bytes: [UInt8] = []
      for count in counts { bytes.append(littleEndian: UInt64(count)) }
      contents.append(.init(name: "counts", element: .int64, shape: [words.count]), bytes: bytes)
    }
    let text = try wordBytes(path)
    contents.append(.init(name: "words", element: .uint8, shape: [text.count]), bytes: text)
    try contents.write(to: path, metadata: metadata)
  }

  private func wordBytes(_ path: String) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    for word in words {
      guard !word.isEmpty, !word.utf8.contains(0x0A) else {
        throw .unwritable(
          path: path, value: word, reason: "a word must not be empty or have a line break in it")
      }
      bytes.append(contentsOf: word.utf8)
      bytes.append(0x0A)
    }
    return bytes
  }

  // MARK: - Reading the parts

  private static func check(_ config: JSONValue, _ file: SafetensorsFile, in path: String) throws {
    guard config["kind"]?.text == kind, file.metadata("kind") == kind else {
      throw SkipGramError.inconsistentModel(path: path, reason: "it is not a model of word vectors")
    }
    guard let found = config["format_version"]?.wholeNumber, found >= 1 else {
      throw SkipGramError.inconsistentModel(path: path, reason: "config.json has no version")
    }
    guard found <= version else {
      throw FileError.unsupportedVersion(
        path: path, found: String(found), supported: String(version))
    }
    try file.checkScales()
  }

  private static func tokenizer(
    of file: SafetensorsFile, in folder: FileFolder
  ) throws -> Tokenizer? {
    guard let checksum = file.metadata("tokenizer_checksum") else { return nil }
    let tokenizer = try Tokenizer(folder.map("tokenizer.json"))
    guard tokenizer.checksum.hexadecimal == checksum else {
      throw SkipGramError.inconsistentModel(
        path: folder.path, reason: "tokenizer.json is not the one that model.safetensors belongs to"
      )
    }
    return tokenizer
  }

  private static func words(of file: SafetensorsFile) throws -> [String] {
    let lines = try file.bytes("words").split(separator: 0x0A, omittingEmptySubsequences: false)
    let words = lines.dropLast().compactMap { String(validating: $0, as: UTF8.self) }
    guard lines.last?.isEmpty == true, words.count == lines.count - 1, !words.isEmpty,
      !words.contains(""), Set(words.map(UTF8Key.init)).count == words.count
    else {
      throw FileError.malformed(
        path: file.path, line: nil,
        reason: "the words are not lines of UTF-8, each once and not empty")
    }
    return words
  }

  private static func counts(of file: SafetensorsFile, words: Int) throws -> [Int] {
    guard file.contains("counts") else { return [] }
    let bytes = try file.bytes("counts")
    guard file.tensors.contains(.init(name: "counts", element: .int64, shape: [words])) else {
      throw FileError.mismatchedEntry(
        path: file.path, name: "counts", expected: "I64 of shape [\(words)]",
        found: "\(bytes.count) bytes of another type or shape")
    }
    let counts = (0..<words).map {
      Int(truncatingIfNeeded: bytes.littleEndian(at: $0 * 8, bytes: 8))
    }
    // Bounded, so that sums of them cannot overflow.
    guard counts.allSatisfy({ (0...1 << 40).contains($0) }) else {
      throw FileError.malformed(path: file.path, line: nil, reason: "a count is out of range")
    }
    return counts
  }

  private static func vectors(
    _ name: String, of file: SafetensorsFile, words: Int
  ) throws -> Matrix {
    let shape = file.tensors.first { $0.name == name }?.shape ?? []
    guard shape.count == 2, shape[0] == words, (1...1 << 16).contains(shape[1]) else {
      throw FileError.mismatchedEntry(
        path: file.path, name: name, expected: "floats of shape [\(words), dimension]",
        found: shape.isEmpty ? "absent" : "of shape \(shape)")
    }
    let matrix = Matrix(rows: words, columns: shape[1])
    try matrix.withMutableElements { try file.copy(name, shape: shape, into: &$0) }
    guard matrix.isFinite else {
      throw FileError.malformed(
        path: file.path, line: nil, reason: "\(name) has numbers that are not finite")
    }
    return matrix
  }

  private static func component(of file: SafetensorsFile, dimension: Int) throws -> [Float]? {
    let name = "common_component"
    guard file.contains(name) else { return nil }
    let component = try file.floats(name, shape: [dimension])
    guard component.allSatisfy(\.isFinite) else {
      throw FileError.malformed(
        path: file.path, line: nil, reason: "\(name) has numbers that are not finite")
    }
    return component
  }

  private static func settings(
    _ config: JSONValue, dimension: Int, in path: String
  ) throws -> SkipGramConfiguration? {
    guard let training = config["training"], training != .null else { return nil }
    guard let settings = SkipGramConfiguration(json: training), settings.dimension == dimension
    else {
      throw SkipGramError.inconsistentModel(
        path: path, reason: "config.json has settings that cannot be those of the vectors")
    }
    return settings
  }
}
