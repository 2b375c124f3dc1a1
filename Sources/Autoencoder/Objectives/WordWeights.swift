import NeuralLayers
import Tokenization

/// How much each word counts in a bag: a / (a + p), with p its frequency in the corpus.
///
/// Smooth inverse frequency (Arora, Liang and Ma 2017). Marks, unknown words among them, count nothing.
package struct WordWeights: Sendable {
  /// The constant a: words more frequent than this lose most of their weight.
  static let smoothing = 1e-3

  /// A weight a token; empty if nothing is to be trained.
  private let weights: [Float]

  /// No weights, for a network that is not trained.
  package static let none = WordWeights(counts: [])

  /// The weights of words that occur so often, marks counted 0.
  package init(counts: [Int]) {
    let total = Double(max(1, counts.reduce(0, +)))
    weights = counts.map {
      $0 == 0 ? 0 : Float(Self.smoothing / (Self.smoothing + Double($0) / total))
    }
  }

  /// The weights of the words of a corpus; none if no objective has a use for them.
  init(
    for options: TrainingOptions, of corpus: TokenFile, _ tokenizer: Tokenizer
  ) throws {
    guard options.activeObjectives.contains(where: { $0.kind == .bag }) else {
      self = .none
      return
    }
    var counts = Array(repeating: 0, count: tokenizer.vocabularySize)
    for index in 0..<corpus.chunkCount {
      for token in try corpus.chunk(index).tokens { counts[Int(token)] += 1 }
    }
    for id in counts.indices where tokenizer.isSpecial(UInt32(id)) { counts[id] = 0 }
    self.init(counts: counts)
  }

  /// The words of a sentence by their weights.
  package func bag(of sentence: [UInt32]) -> WordBag {
    WordBag(sentence) { weights[Int($0)] }
  }
}
