import AutoencoderModel
import EnglishModel
import FileFormats
import SkipGram
import TestSupport
import Testing

/// Whatever model is compiled in; nothing here depends on which.
@Suite(.enabled(if: ModelInTheBox.isPresent))
struct EnglishModelTests {
  private let sentences = [
    "The soup was hot.", "We took the train home.", "", "an unusual w0rd: Schadenfreude",
  ]

  @Test func `it embeds and decodes`() throws {
    let model = SentenceAutoencoder.english
    let vectors = model.embed(sentences)
    #expect(vectors.rows == sentences.count && vectors.columns == model.dimension)
    #expect(vectors.isFinite)
    #expect(try model.decode(vectors).count == sentences.count)
    #expect(model === SentenceAutoencoder.english)
    try model.verify()
  }

  @Test func `it encodes in 8 bits nearly as in floats`() throws {
    let folder = try #require(ModelInTheBox.model)
    let (bytes, floats) = (
      try SentenceAutoencoder(folder, precision: .int8),
      try SentenceAutoencoder(folder, precision: .f32)
    )
    #expect(bytes.precision == .int8)
    let (found, expected) = (bytes.embed(sentences), floats.embed(sentences))
    #expect(found.values != expected.values)
    for row in sentences.indices {
      let pairs = Array(zip(found.row(row), expected.row(row)))
      func sum(_ product: ((Float, Float)) -> Float) -> Float {
        pairs.reduce(0) { $0 + product($1) }
      }
      let squares = sum { $0.0 * $0.0 } * sum { $0.1 * $0.1 }
      #expect(sum { $0.0 * $0.1 } / squares.squareRoot() > 0.9995, "\(sentences[row])")
    }
    #expect(try bytes.decode(expected).map(\.tokens) == floats.decode(expected).map(\.tokens))
  }

  @Test func `its files are read where they are`() throws {
    let folder = try #require(ModelInTheBox.model)
    #expect(folder.isEmbedded && folder.contains("config.json") && !folder.contains("nothing"))
    #expect(throws: FileError.notFound(path: "english/nothing")) { try folder.map("nothing") }
    let file = try folder.map("tokenizer.json")
    #expect(file.path == "english/tokenizer.json" && file.bytes(0..<1) == [UInt8(ascii: "{")])
    #expect(ModelInTheBox.folder(named: "german")?.path == nil)
  }

  @Test func `word vectors come with it`() throws {
    let words = SkipGramModel.english
    #expect(words.row(of: "water") != nil)
    #expect(try words.neighbors(of: "water", count: 3).count == 3)
  }

  @Test func `the exported folder is the same model`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("english.textae")
    try ModelInTheBox.export(to: path)
    let (copy, model) = (try SentenceAutoencoder(contentsOf: path), SentenceAutoencoder.english)
    #expect(copy.checksum == model.checksum)
    #expect(copy.embed(sentences).values == model.embed(sentences).values)
    #expect(
      try copy.decode(copy.embed(sentences)).map(\.tokens)
        == model.decode(model.embed(sentences)).map(\.tokens))
    #expect(throws: FileError.alreadyExists(path: path)) { try ModelInTheBox.export(to: path) }
    try ModelInTheBox.export(to: path, existing: .replace)
  }

  @Test func `card and sources come with it`() throws {
    #expect(!ModelInTheBox.summary.isEmpty)
    #expect(ModelInTheBox.sources.contains("CC BY"))
    #expect(ModelInTheBox.byteCount <= 40_000_000)
    let folder = try TemporaryFolder()
    try ModelInTheBox.export(to: folder.file("e.textae"))
    #expect(folder.contains("e.textae/SOURCES.md") && folder.contains("e.textae/CARD.md"))
  }
}
