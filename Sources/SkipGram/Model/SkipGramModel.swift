import SentenceEmbedding
import TensorKit

/// Words with vectors, trained here or read from a file of another program.
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
  /// How often each word occurred in training; empty if that is not known.
  public let counts: [Int]
  /// The vectors that are used: [words × dimension].
  public let wordVectors: Matrix
  /// The vectors of the words as centres, for those who go on training: [words × dimension].
  public let contextVectors: Matrix?
  /// How it was trained, if it was trained here.
  public let configuration: SkipGramConfiguration?

  let rowOfWord: [String: Int]
  /// One over the length of each vector, 0 for vectors of zeros: [words].
  let inverseLengths: [Float]

  /// Components of a vector.
  public var dimension: Int { wordVectors.columns }

  /// A model from its parts; of a word that stands twice the first is found.
  public init(
    words: [String], counts: [Int] = [], wordVectors: Matrix, contextVectors: Matrix? = nil,
    configuration: SkipGramConfiguration? = nil
  ) {
    precondition(
      words.count == wordVectors.rows, "\(words.count) words, \(wordVectors.rows) vectors")
    precondition(
      counts.isEmpty || counts.count == words.count, "\(counts.count) counts, \(words.count) words")
    if let contextVectors {
      precondition(
        contextVectors.rows == words.count && contextVectors.columns == wordVectors.columns,
        "context vectors \(contextVectors.rows) × \(contextVectors.columns)")
    }
    self.words = words
    self.counts = counts
    self.wordVectors = wordVectors
    self.contextVectors = contextVectors
    self.configuration = configuration
    rowOfWord = Dictionary(
      words.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    inverseLengths = words.indices.map { row in
      let square = wordVectors.withRow(row) { Kernels.sumOfSquares($0) }
      return square > 0 ? 1 / square.squareRoot() : 0
    }
  }

  /// The row of `word`, or nil if it has no vector.
  public func row(of word: String) -> Int? { rowOfWord[word] }

  /// The vector of `word`: [dimension], or nil if it has none.
  public func vector(of word: String) -> [Float]? {
    rowOfWord[word].map(wordVectors.row)
  }
}
