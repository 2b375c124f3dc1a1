import DataStructures
import FileFormats
import SentenceEmbedding
import TensorKit
import Tokenization

/// Words with vectors, trained here or read from a file that another program wrote.
///
/// ```swift
/// let model = try SkipGramModel(contentsOf: "reviews.skipgram")
/// for neighbor in try model.neighbors(of: "coffee", count: 5) {
///   print(neighbor.word, neighbor.score)
/// }
/// ```
public struct SkipGramModel: WordVectors, Sendable {
  /// The words, the most frequent first.
  public let words: [String]
  /// How often each word occurred in training; empty if that is unknown.
  public let counts: [Int]
  /// The vectors of the words: `[words × dimension]`.
  public let wordVectors: Matrix
  /// The output vectors, word2vec's `syn1neg`: `[words × dimension]`; nil unless trained here or
  /// read from a file that has them.
  ///
  /// Training predicts with them; nothing else in this package uses them.
  public let outputVectors: Matrix?
  /// What weighted averages of the training sentences share, `[dimension]`, of length 1; nil if it
  /// is not known.
  public let commonComponent: [Float]?
  /// How it was trained, if it was trained here.
  public let configuration: SkipGramConfiguration?

  /// What splits sentences into the words of the model; without it, see `rows(of:)`.
  public let tokenizer: Tokenizer?

  /// What composes vectors for words that the model lacks, from their n-grams; nil if nothing does.
  public let subwords: FastTextFile?

  /// How the numbers of its vectors are stored in the file it was read from, such as `int8`.
  public internal(set) var storedNumbers = VectorNumber.f32.rawValue

  private let rowOfWord: [UTF8Key: Int]
  /// One over the length of each vector, 0 for vectors of zeros: `[words]`.
  let inverseLengths: [Float]
  /// The row of each token, −1 for tokens without a vector: `[vocabulary of the tokenizer]`.
  let rowOfToken: [Int32]

  /// Components of a vector.
  public var dimension: Int { wordVectors.columns }

  /// A model from its parts; of a repeated word the first is found.
  public init(
    words: [String], counts: [Int] = [], wordVectors: Matrix, outputVectors: Matrix? = nil,
    commonComponent: [Float]? = nil, configuration: SkipGramConfiguration? = nil,
    tokenizer: Tokenizer? = nil, subwords: FastTextFile? = nil
  ) {
    precondition(
      words.count == wordVectors.rows, "\(words.count) words, \(wordVectors.rows) vectors")
    precondition(
      counts.isEmpty || counts.count == words.count, "\(counts.count) counts, \(words.count) words")
    if let outputVectors {
      precondition(
        outputVectors.rows == words.count && outputVectors.columns == wordVectors.columns,
        "output vectors \(outputVectors.rows) × \(outputVectors.columns)")
    }
    precondition(
      commonComponent?.count ?? wordVectors.columns == wordVectors.columns,
      "a component of \(commonComponent?.count ?? 0) numbers, vectors of \(wordVectors.columns)")
    self.words = words
    self.counts = counts
    self.wordVectors = wordVectors
    self.outputVectors = outputVectors
    self.commonComponent = commonComponent
    self.configuration = configuration
    self.tokenizer = tokenizer
    self.subwords = subwords
    rowOfWord = Dictionary(
      words.enumerated().map { (UTF8Key($0.element), $0.offset) },
      uniquingKeysWith: { first, _ in first })
    inverseLengths = words.indices.map { row in
      let square = wordVectors.withRow(row) { Kernels.sumOfSquares($0) }
      return square > 0 ? 1 / square.squareRoot() : 0
    }
    rowOfToken = SkipGramModel.rowOfToken(words, tokenizer)
  }

  /// The row of `word`, or nil if it has no vector; words are compared by their bytes.
  public func row(of word: String) -> Int? { rowOfWord[UTF8Key(word)] }

  /// The vector of `word`, `[dimension]`, composed if the model lacks it; nil if it has none.
  public func vector(of word: String) -> [Float]? {
    row(of: word).map(wordVectors.row) ?? subwords?.vector(ofUnknown: Array(word.utf8))
  }

  private static func rowOfToken(_ words: [String], _ tokenizer: Tokenizer?) -> [Int32] {
    guard let tokenizer else { return [] }
    var rows = [Int32](repeating: -1, count: tokenizer.vocabularySize)
    for (row, word) in words.enumerated() {
      if let id = tokenizer.id(of: word), rows[Int(id)] < 0 { rows[Int(id)] = Int32(row) }
    }
    return rows
  }

  /// A checksum of the words and their vectors. O(words × dimension).
  public var checksum: UInt64 {
    var checksum = Checksum()
    for word in words { checksum.update(Array(word.utf8) + [0x0A]) }
    wordVectors.withElements { checksum.update($0) }
    return checksum.value
  }
}
