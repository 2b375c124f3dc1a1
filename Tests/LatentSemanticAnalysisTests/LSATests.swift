import FileFormats
import Foundation
import LatentSemanticAnalysis
import SentenceEmbedding
import TensorKit
import TestSupport
import Testing

@Suite("TF-IDF and LSA")
struct LSATests {
  private let corpus = """
    the dog bit the man
    the cat bit the dog
    a man and a dog sat down
    ships sail over the sea
    the sea was calm , the ships slow
    a slow ship on a calm sea

    the cat sat
    """

  @Test(
    "Words are lower-cased runs of letters and digits, and single marks",
    arguments: [
      ("Don't stop!!", ["don", "'", "t", "stop", "!", "!"]),
      ("3.5 km/h", ["3", ".", "5", "km", "/", "h"]),
      ("Ünïcode—naïve\u{0301} \u{3000}日本", ["ünïcode", "—", "naïve\u{0301}", "日本"]),
      ("a_b\u{00A0}c\tD", ["a", "_", "b", "c", "d"]), ("  ", []),
    ])
  func words(text: String, expected: [String]) {
    #expect(WordSplitter.words(of: text) == expected)
    #expect(WordSplitter.words(of: text, letters: 100) == expected)
  }

  @Test("Progress counts every sentence once, whether it is read once or twice", arguments: [0, 2])
  func progress(dimension: Int) throws {
    let folder = try TemporaryFolder()
    let lines = (0..<2_048).map { "a\($0 % 7) b\($0 % 5)\n" }.joined()
    let corpus = try folder.write(lines, to: "corpus.txt")
    var reported: [Int] = []
    _ = try LSAModel(
      training: [corpus], dimension: dimension, pool: WorkerPool(threads: 1),
      progress: { reported.append($0) })
    #expect(reported == reported.sorted() && reported.last == 2_048)
  }

  @Test("A sentence of unknown words is told from one with known words")
  func coverage() throws {
    let model = try train(dimension: 2)
    let embedder = try #require(model.embedder)
    #expect(embedder.coverage(of: "The zebra sat .")?.unknown == ["zebra"])
    #expect(embedder.coverage(of: "qwertz zebra , .")?.isNothingKnown == true)
  }

  @Test("An accent typed as a letter of its own does not change a word")
  func composedWords() throws {
    let words = WordSplitter.words(of: "Caf\u{E9} cafe\u{301} \u{212A}")
    #expect(words.map { Array($0.utf8) } == ["caf\u{E9}", "caf\u{E9}", "k"].map { Array($0.utf8) })
  }

  @Test("Words newer than the normalizer are told apart by their bytes, in the file too")
  func newWords() throws {
    let folder = try TemporaryFolder()
    let alike = ["\u{11938}", "\u{11935}\u{11930}"]
    let corpus = try folder.write("\(alike[0]) a\n\(alike[1]) b\n", to: "corpus.txt")
    let model = try LSAModel(
      training: [corpus], dimension: 2, minimumCount: 1, pool: WorkerPool(threads: 1))
    try model.write(to: folder.file("new.lsa"))
    let read = try LSAModel(contentsOf: folder.file("new.lsa"))
    #expect(read.terms.terms.map { Array($0.utf8) } == model.terms.terms.map { Array($0.utf8) })
  }

  @Test("Cosines are those of the formula")
  func formula() throws {
    var builder = TFIDFBuilder()
    for sentence in ["a b", "a c", "a a d"] { builder.add(sentence) }
    let model = builder.model()
    #expect(model.terms == ["a", "b", "c", "d"])
    let common = log(4.0 / 4) + 1
    let rare = log(4.0 / 2) + 1
    let unknown = log(4.0 / 1) + 1
    let expected =
      common * 2 * common
      / ((common * common + rare * rare) * (4 * common * common + unknown * unknown)).squareRoot()
    let scores = try model.similarities(of: [
      ("a b", "A a x"), ("x y", "y x"), ("a", "b"), ("", "a"), ("a b c", "c b a"),
    ])
    #expect(abs(scores[0] - expected) < 1e-6)
    #expect(abs(scores[1] - 1) < 1e-12)
    #expect(scores[2] == 0 && scores[3] == 0)
    #expect(abs(scores[4] - 1) < 1e-12)
  }

  @Test("Words cut to their first letters are one word, known or not")
  func stems() throws {
    #expect(WordSplitter.words(of: "Ships, naïves sail", letters: 3) == ["shi", ",", "naï", "sai"])
    let model = try train(dimension: 4, stemLetters: 3)
    #expect(model.terms.stemLetters == 3)
    #expect(model.terms.terms.contains("shi") && !model.terms.terms.contains("ships"))
    let scores = try model.terms.similarities(of: [
      ("slow ships", "slowly shipped"), ("walking", "walked"), ("the cat", "a dog"),
    ])
    #expect(abs(scores[0] - 1) < 1e-6 && abs(scores[1] - 1) < 1e-6 && scores[2] == 0)
    let folder = try TemporaryFolder()
    try model.write(to: folder.path + "/m.lsa")
    let read = try LSAModel(contentsOf: folder.path + "/m.lsa")
    #expect(read.terms.stemLetters == 3)
    for forged in ["0", "-1", "101", "x", "99999999999999999999"] {
      let model = try SafetensorsWriter(
        path: folder.path + "/model.safetensors",
        metadata: [("kind", "lsa"), ("sentences", "1"), ("stem_letters", forged)],
        tensors: [
          TensorSpecification(name: "terms", element: .uint8, shape: [1]),
          TensorSpecification(name: "weights", shape: [1]),
        ])
      try model.write("terms", bytes: [0x61])
      try model.write("weights", ([1] as [Float]).span)
      try model.finish()
      #expect(throws: FileError.self) { try LSAModel(contentsOf: folder.path) }
    }
    let vectors = read.embedder?.embed(["slowly shipped"])
    #expect(vectors?.values == model.embedder?.embed(["slow ships"]).values)
  }

  private func train(
    dimension: Int, threads: Int = 1, stemLetters: Int? = nil
  ) throws -> LSAModel {
    let folder = try TemporaryFolder()
    let path = try folder.write(corpus, to: "corpus.txt")
    return try LSAModel(
      training: [path], dimension: dimension, minimumCount: 1, stemLetters: stemLetters,
      pool: WorkerPool(threads: threads))
  }

  @Test("At full dimension LSA compares known sentences as TF-IDF does")
  func fullDimension() throws {
    let model = try train(dimension: 1_000)
    let embedder = try #require(model.embedder)
    let lines = corpus.split(separator: "\n").map(String.init)
    let pairs = lines.flatMap { first in lines.map { (first: first, second: $0) } }
    let dense = try CosineSimilarity(embedder).similarities(of: pairs)
    let sparse = try model.terms.similarities(of: pairs)
    for (a, b) in zip(dense, sparse) { #expect(abs(a - b) < 2e-3) }
  }

  @Test("In few dimensions sentences on the same topic come together")
  func fewDimensions() throws {
    let embedder = try #require(try train(dimension: 3).embedder)
    #expect(embedder.dimension == 3)
    let scores = try CosineSimilarity(embedder).similarities(of: [
      ("a calm sea", "slow ships sail"), ("a calm sea", "the cat bit"),
    ])
    #expect(scores[0] > scores[1] + 0.2)
    #expect(embedder.embed(["unheard of"]).values == [0, 0, 0])
  }

  @Test("A row does not depend on the others, nor the model on the threads")
  func deterministic() throws {
    let one = try #require(try train(dimension: 4).embedder)
    let three = try #require(try train(dimension: 4, threads: 3).embedder)
    #expect(one.checksum == three.checksum)
    let all = one.embed(["the dog", "the sea", "a cat"])
    #expect(one.embed(["the sea"]).values == all.row(1))
  }

  @Test("A folder gives the same model back", arguments: [0, 4])
  func roundTrip(dimension: Int) throws {
    let model = try train(dimension: dimension)
    let folder = try TemporaryFolder()
    let path = folder.path + "/m.lsa"
    try model.write(to: path)
    let read = try LSAModel(contentsOf: path)
    #expect(read.terms.terms == model.terms.terms)
    #expect(read.terms.weights == model.terms.weights)
    #expect(read.embedder?.checksum == model.embedder?.checksum)
    #expect(read.embedder?.singularValues == model.embedder?.singularValues)
    #expect(throws: FileError.alreadyExists(path: path)) { try model.write(to: path) }
    try model.write(to: path, existing: .replace)
  }

  @Test("A text without any word to learn, or that is not text, is refused")
  func nothingToLearn() throws {
    let folder = try TemporaryFolder()
    for text in ["", "one two\n"] {
      let path = try folder.write(text, to: "corpus.txt")
      #expect(throws: LSAError.noWords(paths: [path], minimumCount: 2)) {
        try LSAModel(training: [path], pool: WorkerPool(threads: 1))
      }
    }
    let path = try folder.write([0x61, 0x0A, 0xFF, 0x0A], to: "binary.txt")
    #expect(throws: FileError.notUTF8(path: path, line: 2)) {
      try LSAModel(training: [path], pool: WorkerPool(threads: 1))
    }
  }

  @Test("A file of something else, and a damaged one, are refused")
  func damaged() throws {
    let folder = try TemporaryFolder()
    try SafetensorsWriter.write(
      path: folder.path + "/model.safetensors", tensors: [("x", [1], [2])])
    #expect(throws: FileError.self) { try LSAModel(contentsOf: folder.path) }
    try train(dimension: 2).write(to: folder.path, existing: .replace)
    let file = URL(filePath: folder.path + "/model.safetensors")
    var data = try Data(contentsOf: file)
    data[data.count / 2] ^= 1
    try data.write(to: file)
    #expect(throws: FileError.self) { try LSAModel(contentsOf: folder.path) }
  }
}
