import SkipGram
import TensorKit
import Testing

@Suite("Neighbors and analogies of words")
struct NeighborTests {
  /// Points of which "east" and "far-east" have one direction, and "nowhere" none.
  private let model = SkipGramModel(
    words: ["east", "north", "far-east", "west", "north-east", "nowhere"],
    wordVectors: Matrix(
      rows: 6, columns: 2, values: [1, 0, 0, 2, 5, 0, -1, 0, 1, 1, 0, 0]))

  @Test("Neighbors are sorted by cosine, then by row, without the word itself")
  func neighbors() throws {
    let near = try model.neighbors(of: "east", count: 10)
    #expect(near.map(\.word) == ["far-east", "north-east", "north", "nowhere", "west"])
    let expected: [Float] = [1, 0.5.squareRoot(), 0, 0, -1].map { Float($0) }
    #expect(zip(near, expected).allSatisfy { abs($0.score - $1) < 1e-6 })
    #expect(near.map(\.neighbor.id) == [2, 4, 1, 5, 3])
    #expect(try model.neighbors(of: "east", count: 2).count == 2)
    #expect(try model.neighbors(of: "east", count: 0).isEmpty)
  }

  @Test("Neighbors of a point can leave out some words")
  func neighborsOfVector() {
    let near = model.neighbors(ofVector: [3, 3.1], count: 2, except: ["north-east"])
    #expect(near.map(\.word) == ["north", "east"])
    #expect(model.neighbors(ofVector: [0, 0], count: 1).first?.score == 0)
  }

  @Test("Similarity is the cosine")
  func similarity() throws {
    #expect(abs(try model.similarity("east", "north-east") - Float(0.5.squareRoot())) < 1e-6)
    #expect(try model.similarity("east", "west") == -1)
    #expect(try model.similarity("east", "nowhere") == 0)
  }

  @Test("The fourth word of an analogy, by both methods", arguments: AnalogyMethod.allCases)
  func analogies(method: AnalogyMethod) throws {
    // Gender on the first axis, rank on the second, noise on the third.
    let words = ["man", "woman", "king", "queen", "stone"]
    let values: [Float] = [1, 0, 0.1, -1, 0, 0.1, 1, 2, 0, -1, 2, 0, 0, 0, -3]
    let model = SkipGramModel(
      words: words, wordVectors: Matrix(rows: 5, columns: 3, values: values))
    let found = try model.analogy("man", "king", "woman", count: 2, method: method)
    #expect(found.map(\.word) == ["queen", "stone"])
    #expect(found[0].score > 0.5)
  }

  @Test("The two methods score as their papers say")
  func analogyScores() throws {
    let root = Float(0.5).squareRoot()
    let addition = try model.analogy("west", "east", "north", count: 6)
    // b − a + c = (1,0) + (1,0) + (0,1); north-east is (1,1).
    #expect(addition[0].word == "north-east")
    #expect(abs(addition[0].score - 3 / (5 as Float).squareRoot() * root) < 1e-6)
    let product = try model.analogy("west", "east", "north", count: 6, method: .multiplication)
    let expected = (root + 1) / 2 * (root + 1) / 2 / ((1 - root) / 2 + 0.001)
    let score = try #require(product.first { $0.word == "north-east" }?.score)
    #expect(abs(score - expected) < 1e-4)
  }

  @Test("A word without vector is named")
  func unknown() {
    #expect(throws: SkipGramError.unknownWord("south")) {
      try model.neighbors(of: "south", count: 1)
    }
    #expect(throws: SkipGramError.unknownWord("south")) {
      try model.analogy("east", "south", "north", count: 1)
    }
    #expect(throws: SkipGramError.unknownWord("south")) { try model.similarity("east", "south") }
  }
}
