import FileFormats
import Foundation
import SkipGram
import TensorKit
import TestSupport
import Testing
import Tokenization

@Suite("Model files")
struct ModelFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func expectEqual(_ x: SkipGramModel, _ y: SkipGramModel) {
    #expect(x.words == y.words && x.counts == y.counts)
    #expect(x.wordVectors.values == y.wordVectors.values)
    #expect(x.commonComponent == y.commonComponent)
    #expect(x.configuration == y.configuration)
    #expect(x.tokenizer?.checksum == y.tokenizer?.checksum)
    #expect(x.checksum == y.checksum)
  }

  /// A model trained from a text by way of a tokenizer and a token file.
  private func trained() throws -> SkipGramModel {
    let line = "The ship sails, the wave breaks.\nBread and butter, salt and bread!\n"
    let text = try folder.write(String(repeating: line, count: 30), to: "corpus.txt")
    let tokenizer = try VocabularyBuilder(model: .word, lowercase: true).build(from: [text])
    let tokens = try TokenFile.build(
      corpora: [text], tokenizer: tokenizer, at: folder.file("corpus.tokens"))
    var configuration = SkipGramConfiguration()
    configuration.dimension = 10
    configuration.seed = .max
    configuration.timeBudget = 1e6
    return try SkipGramModel.train(
      on: tokens, tokenizer: tokenizer, configuration: configuration, pool: WorkerPool(threads: 1))
  }

  @Test("A trained model comes back whole, and gives the same bytes again")
  func roundTrip() throws {
    let model = try trained()
    #expect(Set(model.words).isSuperset(of: ["the", "ship", "bread", ","]))
    try model.write(to: folder.file("a.skipgram"))
    let read = try SkipGramModel(contentsOf: folder.file("a.skipgram"))
    expectEqual(model, read)
    try read.write(to: folder.file("b.skipgram"))
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
      let paths = ["a", "b"].map { URL(fileURLWithPath: folder.file("\($0).skipgram/\(name)")) }
      #expect(try Data(contentsOf: paths[0]) == Data(contentsOf: paths[1]), "\(name)")
    }
  }

  @Test("Output vectors are kept in the file only on request, and read from old files")
  func outputVectors() throws {
    let model = try trained()
    let outputVectors = try #require(model.outputVectors)
    try model.write(to: folder.file("a.skipgram"))
    #expect(try SkipGramModel(contentsOf: folder.file("a.skipgram")).outputVectors == nil)
    try model.write(to: folder.file("b.skipgram"), includesOutputVectors: true)
    let read = try SkipGramModel(contentsOf: folder.file("b.skipgram"))
    #expect(read.outputVectors?.values == outputVectors.values)
    let file = try SafetensorsFile(path: folder.file("b.skipgram/model.safetensors"))
    #expect(file.contains("context_vectors"))
  }

  @Test("A model without tokenizer and counts comes back too")
  func bareRoundTrip() throws {
    let model = SkipGramModel(
      words: ["naïve", "🙂", "a b"], wordVectors: Matrix(rows: 3, columns: 1, values: [1, 2, 3]))
    try model.write(to: folder.file("a.skipgram"))
    expectEqual(model, try SkipGramModel(contentsOf: folder.file("a.skipgram")))
  }

  @Test("An existing model is replaced only on request")
  func existing() throws {
    let path = folder.file("a.skipgram")
    let model = SkipGramModel(words: ["a"], wordVectors: Matrix(rows: 1, columns: 2))
    try model.write(to: path)
    #expect(throws: FileError.alreadyExists(path: path)) { try model.write(to: path) }
    try model.write(to: path, existing: .replace)
  }

  @Test("A tokenizer of another model is noticed, and a corpus of another tokenizer")
  func otherTokenizer() throws {
    let model = try trained()
    let path = folder.file("a.skipgram")
    try model.write(to: path)
    let text = try folder.write("quite another text\n", to: "other.txt")
    let other = try VocabularyBuilder(model: .word).build(from: [text])
    try other.write(to: path + "/tokenizer.json")
    #expect(throws: SkipGramError.self) { try SkipGramModel(contentsOf: path) }
    let tokens = try TokenFile(path: folder.file("corpus.tokens"))
    #expect(throws: SkipGramError.otherTokenizer(path: tokens.path)) {
      try SkipGramModel.train(
        on: tokens, tokenizer: other, configuration: SkipGramConfiguration(),
        pool: WorkerPool(threads: 1))
    }
  }

  @Test("Every flipped byte of the vectors' file is found")
  func flippedBytes() throws {
    let path = folder.file("a.skipgram")
    try SkipGramModel(
      words: ["a", "b"], counts: [2, 1], wordVectors: Matrix(rows: 2, columns: 2)
    ).write(to: path)
    let url = URL(fileURLWithPath: path + "/model.safetensors")
    let whole = try Data(contentsOf: url)
    for index in whole.indices {
      var damaged = whole
      damaged[index] ^= 0x10
      try damaged.write(to: url)
      #expect(throws: (any Error).self, "byte \(index)") { try SkipGramModel(contentsOf: path) }
    }
  }

  @Test(
    "Files with valid checksums and impossible contents are refused",
    arguments: [
      ("words", "a\nb"), ("words", "a\n\n"), ("words", "a\na\n"), ("words", "a\n"), ("words", ""),
      ("counts", "negative"), ("counts", "short"), ("vectors", "nan"), ("vectors", "flat"),
      ("kind", "autoencoder"),
    ])
  func impossible(part: String, content: String) throws {
    let path = folder.file("a.skipgram")
    try SkipGramModel(
      words: ["a", "b"], counts: [2, 1], wordVectors: Matrix(rows: 2, columns: 2)
    ).write(to: path)
    let words = Array((part == "words" ? content : "a\nb\n").utf8)
    let counts = content == "short" ? [1] : content == "negative" ? [1, -1] : [2, 1]
    let values: [Float] = content == "nan" ? [1, 2, .nan, 4] : [1, 2, 3, 4]
    let writer = try SafetensorsWriter(
      path: path + "/model.safetensors",
      metadata: [("kind", part == "kind" ? content : "skipgram")],
      tensors: [
        .init(name: "word_vectors", shape: content == "flat" ? [4] : [2, 2]),
        .init(name: "counts", element: .int64, shape: [counts.count]),
        .init(name: "words", element: .uint8, shape: [words.count]),
      ])
    try writer.write("word_vectors", values.span)
    try writer.write(
      "counts",
      bytes: counts.flatMap { count in (0..<8).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
      })
    try writer.write("words", bytes: words)
    try writer.finish()
    #expect(throws: (any Error).self) { try SkipGramModel(contentsOf: path) }
  }

  @Test(
    "An impossible config.json is refused",
    arguments: [
      "", "[]", "{}", #"{"kind":"skipgram"}"#, #"{"kind":"skipgram","format_version":3}"#,
      #"{"kind":"skipgram","format_version":1,"training":{"dimension":2}}"#,
    ])
  func configuration(text: String) throws {
    let path = folder.file("a.skipgram")
    try SkipGramModel(words: ["a"], wordVectors: Matrix(rows: 1, columns: 2)).write(to: path)
    try folder.write(text, to: "a.skipgram/config.json")
    #expect(throws: (any Error).self) { try SkipGramModel(contentsOf: path) }
  }

  @Test("A missing path is named")
  func missing() {
    let path = folder.file("none.skipgram")
    #expect(throws: FileError.notFound(path: path)) { try SkipGramModel(contentsOf: path) }
  }
}
