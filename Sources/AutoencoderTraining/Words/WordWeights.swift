import DataStructures
import NeuralLayers
import Tokenization

/// The weights of words in objectives that predict or compare words, where rare words count more
/// than frequent ones.
///
/// Special tokens, including the unknown word, have weight 0. With a stemmer, words with the same
/// stem are one word.
package struct WordWeights: Sendable {
  /// The constant a: words more frequent than this get much less weight.
  static let smoothing = 1e-3

  /// a / (a + p) of a word of frequency p: smooth inverse frequency (Arora, Liang and Ma 2017).
  private let sifWeights: [Float]
  /// Replaces words by their stems; nil for no stemming.
  let stemmer: PrefixStemmer?

  /// No weights, for objectives that do not use them.
  package static func none(_ stemmer: PrefixStemmer? = nil) -> WordWeights {
    WordWeights(counts: [], stemmer: stemmer)
  }

  /// The weights of words, or of their stems.
  ///
  /// - Parameters:
  ///   - counts: how often each occurs; 0 for special tokens.
  ///   - stemmer: replaces words by their stems; nil for no stemming.
  package init(counts: [Int], stemmer: PrefixStemmer? = nil) {
    self.stemmer = stemmer
    let total = Double(max(1, counts.reduce(0, +)))
    sifWeights = counts.map {
      $0 == 0 ? 0 : Float(Self.smoothing / (Self.smoothing + Double($0) / total))
    }
  }

  /// The weights of the words of a corpus.
  package init(
    of corpus: TokenFile, _ tokenizer: Tokenizer, _ stemmer: PrefixStemmer?
  ) throws {
    var counts = Array(repeating: 0, count: stemmer?.count ?? tokenizer.vocabularySize)
    for index in 0..<corpus.chunkCount {
      for token in try corpus.chunk(index).tokens { counts[Int(stemmer?[token] ?? token)] += 1 }
    }
    for token in 0..<UInt32(tokenizer.vocabularySize) where tokenizer.isSpecial(token) {
      counts[Int(stemmer?[token] ?? token)] = 0
    }
    self.init(counts: counts, stemmer: stemmer)
  }

  /// The number of the stem of a token, or the token itself.
  private func word(of token: UInt32) -> UInt32 { stemmer?[token] ?? token }

  /// Appends the words of each sentence, weighted by smooth inverse frequency.
  package func appendBags(of sentences: TokenSequences, to bags: inout WordBags) {
    for sentence in 0..<sentences.count {
      bags.append(sentences[sentence], word: { word(of: $0) }) { sifWeights[Int($0)] }
    }
  }
}
