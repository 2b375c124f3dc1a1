import FileFormats
import Foundation
import SentenceEmbedding
import TensorKit

/// The baseline without a model: sentences are alike if they share words that are rare.
///
/// A sentence is the sparse vector of its word counts, each times ln((1 + n) / (1 + d)) + 1 for a word
/// in d of n sentences, scaled to unit length; likeness is the cosine. A word that was never seen
/// counts as one with d = 0, so that a rare name in both sentences still shows. Words may be cut to their first
/// letters, so that those of one stem are one word.
public struct TFIDFModel: SentenceSimilarity {
  /// The words, those in most sentences first, then by their bytes.
  public let terms: [String]
  /// The weight of every word, in the order of `terms`.
  public let weights: [Float]
  /// In how many sentences the words were counted.
  public let sentences: Int
  /// How many letters of a word count; nil for all.
  public let stemLetters: Int?
  private let numbers: [String: UInt32]

  init(terms: [String], weights: [Float], sentences: Int, stemLetters: Int? = nil) {
    self.terms = terms
    self.weights = weights
    self.sentences = sentences
    self.stemLetters = stemLetters
    numbers = Dictionary(
      terms.enumerated().map { ($1, UInt32($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The weight of a word that was never seen.
  var weightOfUnknown: Float { Self.weight(sentences: sentences, with: 0) }

  static func weight(sentences: Int, with word: Int) -> Float {
    Float(log(Double(1 + sentences) / Double(1 + word)) + 1)
  }

  /// The cosine of every pair.
  public func similarities(of pairs: [(first: String, second: String)]) throws -> [Double] {
    pairs.map { cosine(words(of: $0.first), words(of: $0.second)) }
  }

  /// The known words of a sentence with their weights, by number; of unit length over all words.
  func vector(of sentence: String) -> [(column: UInt32, value: Float)] {
    let all = words(of: sentence)
    let known = all.compactMap { word, value in
      numbers[word].map { (column: $0, value: value) }
    }.sorted { $0.column < $1.column }
    let length = known.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
    return length > 0 ? known.map { ($0.column, Float($0.value / length)) } : []
  }

  /// The words of a sentence, by their bytes, with count × weight.
  private func words(of sentence: String) -> [(word: String, value: Double)] {
    var counts: [String: Int] = [:]
    for word in WordSplitter.words(of: sentence, letters: stemLetters) {
      counts[word, default: 0] += 1
    }
    return counts.map { word, count in
      let weight = numbers[word].map { weights[Int($0)] } ?? weightOfUnknown
      return (word: word, value: Double(count) * Double(weight))
    }.sorted { $0.word.utf8.lexicographicallyPrecedes($1.word.utf8) }
  }

  private func cosine(
    _ first: [(word: String, value: Double)], _ second: [(word: String, value: Double)]
  ) -> Double {
    let others = Dictionary(uniqueKeysWithValues: second.map { ($0.word, $0.value) })
    var product = 0.0
    for (word, value) in first { product += value * (others[word] ?? 0) }
    func squares(_ words: [(word: String, value: Double)]) -> Double {
      words.reduce(0) { $0 + $1.value * $1.value }
    }
    let scale = (squares(first) * squares(second)).squareRoot()
    return scale > 0 ? min(1, product / scale) : 0
  }
}

/// Counts in how many sentences each word occurs.
public struct TFIDFBuilder: Sendable {
  private var counts: [String: Int] = [:]
  /// How many sentences were counted.
  public private(set) var sentences = 0
  /// How many letters of a word count; nil for all.
  public let stemLetters: Int?

  /// How many letters of a word can count.
  static let stemLengths = 1...100

  /// A builder that has seen nothing; `stemLetters` is from 1 to 100.
  public init(stemLetters: Int? = nil) {
    precondition(
      stemLetters.map(Self.stemLengths.contains) ?? true, "stems of \(stemLetters ?? 0) letters")
    self.stemLetters = stemLetters
  }

  /// Counts the words of one more sentence.
  public mutating func add(_ sentence: String) {
    sentences += 1
    for word in Set(WordSplitter.words(of: sentence, letters: stemLetters)) {
      counts[word, default: 0] += 1
    }
  }

  /// The model of the words that occur in at least `minimumCount` sentences.
  public func model(minimumCount: Int = 1) -> TFIDFModel {
    let kept = counts.filter { $0.value >= minimumCount }.sorted {
      $0.value != $1.value
        ? $0.value > $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    return TFIDFModel(
      terms: kept.map(\.key),
      weights: kept.map { TFIDFModel.weight(sentences: sentences, with: $0.value) },
      sentences: sentences, stemLetters: stemLetters)
  }
}
