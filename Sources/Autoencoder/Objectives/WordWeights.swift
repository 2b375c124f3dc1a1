import Foundation
import DataStructures
import NeuralLayers
import Tokenization

/// How much each word counts where rare words tell more than frequent ones.
///
/// Marks, unknown words among them, count nothing. With stems, words of one stem are one word.
package struct WordWeights: Sendable {
  /// The constant a: words more frequent than this lose most of their weight in a bag.
  static let smoothing = 1e-3

  /// a / (a + p) of a word of frequency p: smooth inverse frequency (Arora, Liang and Ma 2017).
  private let sifWeights: [Float]
  /// 1 + log of the share of sentences with the word, inverted: inverse document frequency.
  private let inverseDocumentFrequencies: [Float]
  /// What words are taken for; nil for themselves.
  let stems: PrefixStemmer?

  /// No weights, for a network that is not trained.
  package static func none(_ stems: PrefixStemmer? = nil) -> WordWeights {
    WordWeights(counts: [], sentenceCounts: [], sentences: 0, stems: stems)
  }

  /// The weights of words, or of their stems, that occur so often, in so many of all sentences; marks are
  /// counted 0.
  package init(counts: [Int], sentenceCounts: [Int], sentences: Int, stems: PrefixStemmer? = nil) {
    self.stems = stems
    let total = Double(max(1, counts.reduce(0, +)))
    sifWeights = counts.map {
      $0 == 0 ? 0 : Float(Self.smoothing / (Self.smoothing + Double($0) / total))
    }
    inverseDocumentFrequencies = sentenceCounts.map {
      $0 == 0 ? 0 : 1 + log(Float(sentences + 1) / Float($0 + 1))
    }
  }

  /// The weights of the words of a corpus; none if no objective has a use for them.
  package init(
    for options: TrainingOptions, of corpus: TokenFile, _ tokenizer: Tokenizer,
    _ stems: PrefixStemmer?
  ) throws {
    guard options.activeObjectives.contains(where: \.kind.comparesWords)
    else {
      self = .none(stems)
      return
    }
    var counts = Array(repeating: 0, count: stems?.count ?? tokenizer.vocabularySize)
    var (sentenceCounts, last) = (counts, Array(repeating: -1, count: counts.count))
    var sentences = 0
    for index in 0..<corpus.chunkCount {
      let chunk = try corpus.chunk(index)
      for sentence in 0..<chunk.count {
        for token in chunk[sentence] {
          let word = Int(stems?[token] ?? token)
          counts[word] += 1
          if last[word] != sentences { sentenceCounts[word] += 1 }
          last[word] = sentences
        }
        sentences += 1
      }
    }
    for mark in 0..<UInt32(tokenizer.vocabularySize) where tokenizer.isSpecial(mark) {
      let word = Int(stems?[mark] ?? mark)
      (counts[word], sentenceCounts[word]) = (0, 0)
    }
    self.init(
      counts: counts, sentenceCounts: sentenceCounts, sentences: sentences, stems: stems)
  }

  /// What a token is taken for.
  private func word(of token: UInt32) -> UInt32 { stems?[token] ?? token }

  /// Appends the words of each sentence by their weights.
  package func appendBags(of sentences: TokenSequences, to bags: inout WordBags) {
    for sentence in 0..<sentences.count {
      bags.append(sentences[sentence], word: { word(of: $0) }) { sifWeights[Int($0)] }
    }
  }

  /// Appends the words of each sentence, weighted by their rarity.
  package func appendTFIDF(of sentences: TokenSequences, to bags: inout UnitBags) {
    for sentence in 0..<sentences.count {
      bags.append(sentences[sentence], word: { word(of: $0) }) {
        inverseDocumentFrequencies[Int($0)]
      }
    }
  }
}
