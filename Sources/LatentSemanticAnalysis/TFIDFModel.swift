import DataStructures
import FileFormats
import Foundation
import SentenceEmbedding

/// TF-IDF weights: sentences are alike if they share rare words.
///
/// A sentence is the sparse vector of its word counts, each times ln((1 + n) / (1 + d)) + 1 for a
/// word in d of n sentences, scaled to unit length; similarity is the cosine. An unknown word has a d
/// of 0, so that a rare name in both sentences still counts. Words may be cut to their first letters,
/// so that all words of one stem are the same word.
public struct TFIDFModel: SentenceSimilarity {
  /// The words, the most frequent first; equally frequent ones in the order of their bytes.
  public let terms: [String]
  /// The weight of every word, in the order of `terms`.
  public let weights: [Float]
  /// The number of sentences in which the words were counted.
  public let sentences: Int
  /// The letters of a word that count, from its start; nil for all.
  public let stemLetters: Int?
  private let numbers: [UTF8Key: UInt32]

  init(terms: [String], weights: [Float], sentences: Int, stemLetters: Int? = nil) {
    self.terms = terms
    self.weights = weights
    self.sentences = sentences
    self.stemLetters = stemLetters
    numbers = Dictionary(
      terms.enumerated().map { (UTF8Key($1), UInt32($0)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The weight of an unknown word.
  var weightOfUnknown: Float { Self.weight(sentences: sentences, with: 0) }

  static func weight(sentences: Int, with word: Int) -> Float {
    Float(log(Double(1 + sentences) / Double(1 + word)) + 1)
  }

  /// A checksum of the words, their stems and their weights.
  public var checksum: UInt64 {
    var checksum = Checksum()
    for term in terms { checksum.update([UInt8]((term + "\n").utf8)) }
    if let stemLetters { checksum.update([UInt8(stemLetters)]) }
    checksum.update(weights.span)
    return checksum.value
  }

  /// The cosine of every pair.
  public func similarities(of pairs: [(first: String, second: String)]) throws -> [Double] {
    pairs.map { cosine(words(of: $0.first), words(of: $0.second)) }
  }

  /// The known words of a sentence with their weights, by number; of unit length over all words.
  package func vector(of sentence: String) -> [(column: UInt32, value: Float)] {
    let all = words(of: sentence)
    let known = all.compactMap { word, value in
      numbers[word].map { (column: $0, value: value) }
    }.sorted { $0.column < $1.column }
    let length = known.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
    return length > 0 ? known.map { ($0.column, Float($0.value / length)) } : []
  }

  /// Which words of a sentence occurred in the corpus.
  public func coverage(of sentence: String) -> WordCoverage {
    WordCoverage(words: WordSplitter.words(of: sentence, letters: stemLetters)) {
      numbers[UTF8Key($0)] != nil
    }
  }

  /// The words of a sentence, by their bytes, with count × weight.
  private func words(of sentence: String) -> [(word: UTF8Key, value: Double)] {
    var counts: [UTF8Key: Int] = [:]
    for word in WordSplitter.words(of: sentence, letters: stemLetters) {
      counts[UTF8Key(word), default: 0] += 1
    }
    return counts.map { word, count in
      let weight = numbers[word].map { weights[Int($0)] } ?? weightOfUnknown
      return (word: word, value: Double(count) * Double(weight))
    }.sorted { $0.word < $1.word }
  }

  private func cosine(
    _ first: [(word: UTF8Key, value: Double)], _ second: [(word: UTF8Key, value: Double)]
  ) -> Double {
    let others = Dictionary(uniqueKeysWithValues: second.map { ($0.word, $0.value) })
    var product = 0.0
    for (word, value) in first { product += value * (others[word] ?? 0) }
    func squares(_ words: [(word: UTF8Key, value: Double)]) -> Double {
      words.reduce(0) { $0 + $1.value * $1.value }
    }
    let scale = (squares(first) * squares(second)).squareRoot()
    return scale > 0 ? min(1, product / scale) : 0
  }
}
