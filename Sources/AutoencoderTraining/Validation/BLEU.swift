import Foundation

/// BLEU over a corpus: the fraction of the n-grams of the outputs that occur in their references.
///
/// Papineni et al. 2002 with n = 1 … 4, one reference per sentence and no smoothing: the geometric
/// mean of the clipped precisions, times a penalty for outputs that are too short.
struct BLEU {
  private var matches = [Int](repeating: 0, count: 4)
  private var totals = [Int](repeating: 0, count: 4)
  private var outputLength = 0
  private var referenceLength = 0

  /// Adds a sentence and its reference.
  mutating func add(output: [UInt32], reference: [UInt32]) {
    outputLength += output.count
    referenceLength += reference.count
    for size in 1...4 {
      var available = counts(reference, size)
      for gram in grams(output, size) {
        totals[size - 1] += 1
        if let left = available[gram], left > 0 {
          matches[size - 1] += 1
          available[gram] = left - 1
        }
      }
    }
  }

  /// The score so far, in 0 … 1.
  var score: Double {
    // Leaves out orders for which no output is long enough.
    let orders = (0..<4).filter { totals[$0] > 0 }
    guard !orders.isEmpty, orders.allSatisfy({ matches[$0] > 0 }) else { return 0 }
    let logs = orders.map { log(Double(matches[$0]) / Double(totals[$0])) }
    let mean = logs.reduce(0, +) / Double(orders.count)
    let ratio = Double(referenceLength) / Double(max(1, outputLength))
    return exp(mean + min(0, 1 - ratio))
  }

  private func grams(_ tokens: [UInt32], _ size: Int) -> [ArraySlice<UInt32>] {
    guard tokens.count >= size else { return [] }
    return (0...tokens.count - size).map { tokens[$0..<$0 + size] }
  }

  private func counts(_ tokens: [UInt32], _ size: Int) -> [ArraySlice<UInt32>: Int] {
    grams(tokens, size).reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
