import DataStructures
import FileFormats
import SentenceEmbedding
import TensorKit

/// A TF-IDF model with or without LSA vectors, as kept in a folder.
///
/// The folder holds `config.json`, which says what it is, and `model.safetensors` with the words
/// (`terms`, UTF-8, one per line), their weights (`weights` `[terms]`) and the directions
/// (`projection` `[terms × dimension]`, `singular_values` `[dimension]`).
public struct LSAModel: Sendable {
  /// The weights of the words.
  public let terms: TFIDFModel
  /// The dense vectors; nil for TF-IDF alone.
  public let embedder: LSAEmbedder?

  /// What `config.json` and `model.safetensors` say under `kind`.
  package static let kind = "lsa"

  /// Counts the words of text files and finds their strongest directions.
  ///
  /// - Parameters:
  ///   - corpora: text files; they are read twice, so `-` for standard input is only possible with
  ///     a `dimension` of 0.
  ///   - format: where their sentences stand.
  ///   - dimension: components of the LSA vectors, at most one per word; 0 for TF-IDF alone.
  ///   - minimumCount: words in fewer sentences count as unknown.
  ///   - stemLetters: words with the same first letters, 1 to 100 of them, are one word; nil for
  ///     whole words.
  ///   - seed: decides the random numbers of the decomposition.
  ///   - pool: the threads to use; the bytes of the model do not depend on them.
  ///   - progress: called with the number of sentences done so far; where they are read twice,
  ///     each reading counts half.
  /// - Throws: `LSAError` if no word is frequent enough, `FileError` or `SymmetricEigenError`.
  public init(
    training corpora: [String], format: CorpusFormat = .lines, dimension: Int = 256,
    minimumCount: Int = 2,
    stemLetters: Int? = nil, seed: UInt64 = 1, pool: WorkerPool,
    progress: (_ sentences: Int) throws -> Void = { _ in }
  ) throws {
    let readings = dimension > 0 ? 2 : 1
    var builder = TFIDFBuilder(stemLetters: stemLetters)
    try Self.forEachSentence(corpora, format) { sentence in
      builder.add(sentence)
      if builder.sentences % 1_024 == 0 { try progress(builder.sentences / readings) }
    }
    terms = builder.model(minimumCount: minimumCount)
    guard !terms.terms.isEmpty else {
      throw LSAError.noWords(paths: corpora, minimumCount: minimumCount)
    }
    let rank = min(dimension, terms.terms.count)
    guard rank > 0 else {
      embedder = nil
      return
    }
    var rows = SparseRows(columns: terms.terms.count)
    let terms = terms
    try Self.forEachSentence(corpora, format) { sentence in
      rows.append(terms.vector(of: sentence))
      if rows.rows % 1_024 == 0 { try progress((builder.sentences + rows.rows) / readings) }
    }
    embedder = try LSAEmbedder(
      terms: terms, corpus: rows, dimension: rank, seed: seed, pool: pool)
  }

  private static func forEachSentence(
    _ corpora: [String], _ format: CorpusFormat, _ body: (String) throws -> Void
  ) throws {
    for corpus in corpora {
      let reader = try CorpusLineReader(path: corpus, format: format)
      while let line = try reader.next() {
        guard let sentence = String(validating: line, as: UTF8.self) else {
          throw FileError.notUTF8(path: reader.path, line: reader.lineNumber)
        }
        try body(sentence)
      }
    }
  }

  /// Writes the folder at `path`, whose parent exists.
  ///
  /// - Throws: `FileError`, `alreadyExists` unless `existing` is to be replaced.
  public func write(to path: String, existing: OverwritePolicy = .refuse) throws {
    let file = "\(path)/model.safetensors"
    if case .refuse = existing, FileDescriptor.status(of: file) != nil {
      throw FileError.alreadyExists(path: path)
    }
    try OutputFolder.write(path) {
      try writeConfiguration(to: path)
      try writeTensors(to: file)
    }
  }

  private func writeConfiguration(to path: String) throws(FileError) {
    let config: JSONValue = [
      "kind": .string(Self.kind), "terms": .integer(terms.terms.count),
      "dimension": .integer(embedder?.dimension ?? 0), "sentences": .integer(terms.sentences),
      "stem_letters": terms.stemLetters.map { .integer($0) } ?? .null,
    ]
    let configFile = try AtomicFile(path: "\(path)/config.json")
    try configFile.write(config.indentedText + "\n")
    try configFile.commit()
  }

  private func writeTensors(to file: String) throws {
    let text = [UInt8](terms.terms.joined(separator: "\n").utf8)
    var tensors = [
      TensorSpecification(name: "terms", element: .uint8, shape: [text.count]),
      TensorSpecification(name: "weights", shape: [terms.weights.count]),
    ]
    if let embedder {
      let shape = [embedder.projection.rows, embedder.projection.columns]
      tensors.append(TensorSpecification(name: "projection", shape: shape))
      tensors.append(TensorSpecification(name: "singular_values", shape: [shape[1]]))
    }
    var metadata = [(key: "kind", value: Self.kind), ("sentences", "\(terms.sentences)")]
    if let letters = terms.stemLetters { metadata.append(("stem_letters", "\(letters)")) }
    let writer = try SafetensorsWriter(path: file, metadata: metadata, tensors: tensors)
    try writer.write("terms", bytes: text)
    try writer.write("weights", terms.weights.span)
    if let embedder {
      try embedder.projection.withElements { span throws in try writer.write("projection", span) }
      try writer.write("singular_values", embedder.singularValues.span)
    }
    try writer.finish()
  }

  /// Reads a folder that `write` made.
  ///
  /// - Throws: `FileError`.
  public init(contentsOf path: String) throws(FileError) {
    let file = try SafetensorsFile(path: "\(path)/model.safetensors")
    guard file.metadata("kind") == Self.kind,
      let sentences = file.metadata("sentences").flatMap({ Int($0) }), sentences >= 0
    else { throw .malformed(path: file.path, line: nil, reason: "it holds no TF-IDF model") }
    guard let text = String(validating: try file.bytes("terms"), as: UTF8.self) else {
      throw .malformed(path: file.path, line: nil, reason: "its words are no UTF-8")
    }
    let letters = file.metadata("stem_letters").map { Int($0) ?? 0 }
    guard letters.map(TFIDFBuilder.stemLengths.contains) ?? true else {
      throw .malformed(path: file.path, line: nil, reason: "its stems have no possible length")
    }
    let words = text.isEmpty ? [] : text.split(separator: "\n").map(String.init)
    terms = TFIDFModel(
      terms: words, weights: try file.floats("weights", shape: [words.count]), sentences: sentences,
      stemLetters: letters)
    guard Set(words.map(UTF8Key.init)).count == words.count else {
      throw .malformed(path: file.path, line: nil, reason: "a word occurs twice")
    }
    guard file.contains("projection") else {
      embedder = nil
      return
    }
    let values = try file.floats("singular_values")
    let projection = Matrix(
      rows: words.count, columns: values.count,
      values: try file.floats("projection", shape: [words.count, values.count]))
    embedder = LSAEmbedder(terms: terms, projection: projection, singularValues: values)
  }
}
