import FileFormats
import SkipGram
import TensorKit
import TestSupport
import Testing

@Suite("Vectors of other programs")
struct ExchangeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("word2vec text and binary give the same words and bits back", arguments: [false, true])
  func roundTrip(binary: Bool) throws {
    let model = SkipGramModel(
      words: ["the", "naïve", "🙂", "0,5", "\"", "x\u{301}"],
      wordVectors: Matrix(
        rows: 6, columns: 2,
        values: [1, -2, 0.1, 1e-30, .pi, 3e38, 0, -0.0, .leastNonzeroMagnitude, 7, 8, 9]))
    let path = folder.file("vectors")
    try model.exportWord2Vec(to: path, binary: binary)
    let read = try SkipGramModel(contentsOf: path)
    #expect(read.words == model.words)
    #expect(read.wordVectors.values.map(\.bitPattern) == model.wordVectors.values.map(\.bitPattern))
    #expect(read.counts.isEmpty && read.tokenizer == nil && read.outputVectors == nil)
    #expect(throws: FileError.alreadyExists(path: path)) {
      try model.exportWord2Vec(to: path, binary: binary)
    }
  }

  @Test("Words with blanks are left out of an export and counted", arguments: [false, true])
  func wordsWithBlanks(binary: Bool) throws {
    let model = SkipGramModel(
      words: ["a", "new york", "b", ". . ."],
      wordVectors: Matrix(rows: 4, columns: 1, values: [1, 2, 3, 4]))
    let path = folder.file("kept.vec")
    #expect(try model.exportWord2Vec(to: path, binary: binary) == 2)
    let read = try SkipGramModel(contentsOf: path)
    #expect(read.words == ["a", "b"] && read.wordVectors.values == [1, 3])
    let none = SkipGramModel(
      words: ["new york"], wordVectors: Matrix(rows: 1, columns: 1, values: [1]))
    #expect(throws: FileError.self) {
      try none.exportWord2Vec(to: folder.file("none.vec"), binary: binary)
    }
  }

  @Test("GloVe has no header line, fastText has one; of a repeated word the first counts")
  func otherPrograms() throws {
    let glove = try SkipGramModel(
      contentsOf: folder.write("the 1 2 3\nof 4 5 6\nthe 7 8 9\n", to: "glove.txt"))
    #expect(glove.words == ["the", "of"] && glove.vector(of: "the") == [1, 2, 3])
    let fastText = try SkipGramModel(
      contentsOf: folder.write("2 3\n</s> 1 2 3 \nof 4 5 6 \n", to: "fasttext.vec"))
    #expect(fastText.words == ["</s>", "of"] && fastText.vector(of: "of") == [4, 5, 6])
  }

  @Test(
    "A vector file keeps words that look alike but have different bytes",
    arguments: [
      ("\u{212A}", "K"), ("caf\u{E9}", "cafe\u{301}"), ("\u{11938}", "\u{11935}\u{11930}"),
    ])
  func wordsAreBytes(first: String, second: String) throws {
    let file = try folder.write("2 2\n\(first) 1 2\n\(second) 3 4\n", to: "alike.vec")
    let model = try SkipGramModel(contentsOf: file)
    #expect(model.words.map { Array($0.utf8) } == [first, second].map { Array($0.utf8) })
    #expect(model.vector(of: first) == [1, 2] && model.vector(of: second) == [3, 4])
    #expect(try model.neighbors(of: first, count: 5).map(\.neighbor.id) == [1])
    try model.write(to: folder.file("alike.skipgram"))
    let read = try SkipGramModel(contentsOf: folder.file("alike.skipgram"))
    #expect(read.row(of: first) == 0 && read.row(of: second) == 1)
  }

  @Test("Memory grows with the number of words")
  func manyWords() throws {
    let lines = (0..<2_500).map { "w\($0) \($0) 1\n" }.joined()
    let model = try SkipGramModel(contentsOf: folder.write(lines, to: "many.txt"))
    #expect(model.words.count == 2_500 && model.wordVectors.rows == 2_500)
    #expect(model.vector(of: "w2499") == [2_499, 1] && model.vector(of: "w0") == [0, 1])
  }

  @Test(
    "Files that are cut short, forged, or hold no numbers are refused",
    arguments: [
      "", "3 2\na 1 2\nb 3 4\n", "1 2\na 1 2\nb 3 4\n", "a 1 2\nb 3\n", "1 2\na nan 2\n",
      "1 2\na 1 inf\n",
      "99999999999999 300\na 1 2\n", "2 0\n", "just words\n",
    ])
  func refused(text: String) throws {
    let path = try folder.write(text, to: "bad.txt")
    #expect(throws: (any Error).self) { try SkipGramModel(contentsOf: path) }
  }
}
