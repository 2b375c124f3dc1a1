/// Smooth inverse frequency (Arora, Liang and Ma 2017): how much each word weighs in a sentence.
enum SIFWeights {
  /// The weight of each word, a / (a + p).
  static func weights(words: Int, counts: [Int], smoothing: Double = 1e-3) -> [Float] {
    probabilities(words: words, counts: counts).map { Float(smoothing / (smoothing + $0)) }
  }

  /// The probability of each word; by Zipf's law in the order of the words if there are no counts.
  static func probabilities(words: Int, counts: [Int]) -> [Double] {
    let counts =
      counts.isEmpty
      // Mandelbrot's form, with the shift that is usual for English text.
      ? (0..<words).map { 1 / (Double($0) + 2.7) } : counts.map(Double.init)
    let total = counts.reduce(0, +)
    return counts.map { total > 0 ? $0 / total : 0 }
  }
}
