import Foundation
import NeuralLayers
import TensorKit
import Tokenization

/// How much each word counts where rare words tell more than frequent ones.
///
/// Marks, unknown words among them, count nothing. With stems, words of one stem are one word.
package struct WordWeights: Sendable {
  /// The constant a: words more frequent than this lose most of their weight in a bag.
  static let smoothing = 1e-3

  /// a / (a + p) of a word of frequency p: smooth inverse frequency (Arora, Liang and Ma 2017).
  private let bagWeights: [Float]
  /// 1 + log of the share of sentences with the word, inverted: inverse document frequency.
  private let rarities: [Float]
  /// What words are taken for; nil for themselves.
  let stems: WordStems?

  /// No weights, for a network that is not trained.
  package static func none(_ stems: WordStems? = nil) -> WordWeights {
    WordWeights(counts: [], sentenceCounts: [], sentences: 0, stems: stems)
  }

  /// The weights of words, or of their stems, that occur so often, in so many of all sentences; marks are
  /// counted 0.
  package init(counts: [Int], sentenceCounts: [Int], sentences: Int, stems: WordStems? = nil) {
    self.stems = stems
    let total = Double(max(1, counts.reduce(0, +)))
    bagWeights = counts.map {
      $0 == 0 ? 0 : Float(Self.smoothing / (Self.smoothing + Double($0) / total))
    }
    rarities = sentenceCounts.map {
      $0 == 0 ? 0 : 1 + log(Float(sentences + 1) / Float($0 + 1))
    }
  }

  /// The weights of the words of a corpus; none if no objective has a use for them.
  package init(
    for options: TrainingOptions, of corpus: TokenFile, _ tokenizer: Tokenizer, _ stems: WordStems?
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

  /// The words of a sentence by their weights.
  package func bag(of sentence: [UInt32]) -> WordBag {
    WordBag(words(of: sentence)) { bagWeights[Int($0)] }
  }

  /// What the tokens of a sentence are taken for.
  private func words(of sentence: [UInt32]) -> [UInt32] { stems?(sentence) ?? sentence }

  /// The cosines of all pairs of sentences as bags of words, weighted by rarity: [n × n].
  ///
  /// A sentence without a word that counts is like none.
  package func overlaps(of sentences: [[UInt32]], into cosines: Matrix, pool: WorkerPool) {
    let bags = sentences.map(unitBag)
    // Which sentences have each word, in their order.
    var postings: [UInt32: [(sentence: Int, value: Float)]] = [:]
    for (sentence, bag) in bags.enumerated() {
      for (word, value) in bag { postings[word, default: []].append((sentence, value)) }
    }
    let found = postings
    pool.run(sentences.count) { row in
      cosines.clearRow(row)
      cosines.withMutableRow(row) { cosines in
        for (word, value) in bags[row] {
          for posting in found[word] ?? [] { cosines[posting.sentence] += value * posting.value }
        }
      }
    }
  }

  /// Each word once, ascending, with its share of a vector of length 1.
  private func unitBag(_ sentence: [UInt32]) -> [(word: UInt32, value: Float)] {
    var bag: [(word: UInt32, value: Float)] = []
    for word in words(of: sentence).sorted() where rarities[Int(word)] > 0 {
      if let last = bag.last, last.word == word {
        bag[bag.count - 1].value += rarities[Int(word)]
      } else {
        bag.append((word, rarities[Int(word)]))
      }
    }
    let length = bag.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
    return bag.map { ($0.word, $0.value / length) }
  }
}
