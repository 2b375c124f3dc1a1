import AutoencoderModel
import AutoencoderTestSupport
import AutoencoderTraining
import FileFormats
import SentenceEmbedding
import TestSupport
import Testing

@Suite("Token vectors that begin as word vectors")
struct PretrainedEmbeddingTests {
  private struct Words: WordVectors {
    var dimension = 12
    /// Each word's vector is made of one number.
    var numbers: [String: Float]

    var words: [String] { numbers.keys.sorted() }

    func vector(of word: String) -> [Float]? {
      numbers[word].map { number in (0..<dimension).map { $0 % 2 == 0 ? number : -number } }
    }
  }

  private static let sentences = TinyLanguage.sentences(30)
  /// The end mark is a word to word2vec, but its vector means nothing here.
  private static let words = Words(numbers: ["the": 3, "cook": 4, "</s>": 9, "unheard": 1])

  /// The tables of both sides before the first step: rows by token.
  private func tables(
    _ folder: TemporaryFolder, _ wordVectors: Words?
  ) throws -> (trainer: AutoencoderTrainer, tables: [[Float]]) {
    let trainer = try folder.trainer(
      "m.textae", sentences: Self.sentences, options: .quick, existing: .replace,
      wordVectors: wordVectors)
    let path = folder.file("initial.safetensors")
    try trainer.writeCurrentWeights(to: path)
    let file = try SafetensorsFile(path: path)
    let tables = try ["encoder", "decoder"].map { try file.floats("\($0).embedding.weight") }
    return (trainer, tables)
  }

  @Test("known words get their vectors, scaled to the deviation of the random ones")
  func rows() throws {
    let folder = try TemporaryFolder()
    let random = try tables(folder, nil)
    let begun = try tables(folder, Self.words)
    #expect(random.trainer.initialVectorCount == nil)
    #expect(begun.trainer.initialVectorCount == 2)
    let tokenizer = try folder.tokenizer(for: folder.write(lines: Self.sentences))
    // The deviation of 3, −3, …, 4, −4, … is √12.5.
    let scaled = ["the": 3 / Float(12.5).squareRoot(), "cook": 4 / Float(12.5).squareRoot()]
    for (before, after) in zip(random.tables, begun.tables) {
      for token in 0..<UInt32(tokenizer.vocabularySize) {
        let row = Int(token) * 12..<Int(token) * 12 + 12
        guard let number = scaled[tokenizer.tokens(of: [token])[0]] else {
          #expect(before[row] == after[row], "\(token)")
          continue
        }
        for (column, value) in after[row].enumerated() {
          #expect(abs(value - (column % 2 == 0 ? number : -number)) < 1e-6)
        }
      }
    }
  }

  @Test("vectors of another size, or without any known word, are refused")
  func unfit() throws {
    let folder = try TemporaryFolder()
    var words = Self.words
    words.dimension = 13
    let size = try #require(throws: AutoencoderError.self) { try tables(folder, words) }
    #expect("\(size)".contains("the embedding size is 12, but must be 13"))
    let none = try #require(throws: AutoencoderError.self) {
      try tables(folder, Words(numbers: ["unheard": 1]))
    }
    #expect("\(none)".contains("tokens with a word vector is 0"))
  }

  @Test("a run resumes with the same word vectors or without any, but not with others")
  func resumes() throws {
    let folder = try TemporaryFolder()
    func trainer(_ words: Words?, resuming: Bool = false) throws
      -> AutoencoderTrainer
    {
      try folder.trainer(
        "m.textae", sentences: Self.sentences, options: .quick, resuming: resuming,
        wordVectors: words)
    }
    _ = try trainer(Self.words).run()
    let config = try folder.read("m.textae/config.json")
    for words in [Self.words, nil] {
      let resumed = try trainer(words, resuming: true)
      #expect(resumed.initialVectorCount == nil)
      #expect(try folder.read("m.textae/config.json") == config)
    }
    let error = try #require(throws: AutoencoderError.self) {
      try trainer(Words(numbers: ["the": 3, "cook": 5]), resuming: true)
    }
    #expect("\(error)".contains("pretrained word vectors"))
  }
}
