import FileFormats
import SkipGram
import TestSupport
import Testing

/// Words that a model of fastText composes from their parts.
@Suite("Vectors composed from parts of words")
struct SubwordTests {
  private let model: SkipGramModel

  init() throws {
    let source = #filePath.replacing("SkipGramTests", with: "FileFormatsTests")
    model = try SkipGramModel(contentsOf: GoldenFile.path("fasttext.bin", source: source))
  }

  @Test("A word that the model lacks has a vector, neighbors and a similarity")
  func unseenWords() throws {
    #expect(model.counts.count == model.words.count)
    #expect(model.row(of: "cats") == nil)
    let vector = try #require(model.vector(of: "cats"))
    #expect(vector == model.subwords?.vector(ofUnknown: Array("cats".utf8)))
    let neighbors = try model.neighbors(of: "cats", count: 3)
    #expect(neighbors == model.neighbors(ofVector: vector, count: 3))
    #expect(abs(try model.similarity("cats", neighbors[0].word) - neighbors[0].score) < 1e-6)
    #expect(try model.analogy("cat", "cats", "dog", count: 1).count == 1)
  }

  @Test("A sentence is the mean of known and composed words, in any order")
  func sentences() throws {
    let embedder = MeanEmbedder(model)
    let rows = embedder.embed(["the cats dogmat", "dogmat the cats", "", "cats"])
    let parts = try ["the", "cats", "dogmat"].map { try #require(model.vector(of: $0)) }
    for column in 0..<3 {
      let mean = parts.reduce(0) { $0 + $1[column] } / 3
      #expect(abs(rows.row(0)[column] - mean) < 1e-6)
    }
    #expect(rows.row(0) == rows.row(1) && rows.row(2) == [0, 0, 0] && rows.row(3) == parts[1])
    #expect(embedder.coverage(of: "the cats")?.unknown == [])
    let sif = SIFEmbedder(model).embed(["cats"])
    #expect(sif.row(0) == parts[1])
  }
}
