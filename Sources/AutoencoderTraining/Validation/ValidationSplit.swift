import DataStructures
import TensorKit
import Tokenization

/// Selects the held-out sentences of a corpus: those with the smallest random keys.
///
/// A key depends only on the seed and the number of the sentence, so that training can recognize a
/// held-out sentence without a list.
struct ValidationSplit {
  /// At most this many sentences are held out.
  static let maximumCount = 5_000

  let seed: UInt64
  /// Sentences with keys up to this are held out; nil if none is.
  let threshold: UInt64?

  /// Splits a corpus of `sentenceCount` sentences; a corpus of one holds nothing out.
  init(sentenceCount: Int, fraction: Double, seed: UInt64) {
    self.seed = seed
    let wanted = Int((Double(sentenceCount) * fraction).rounded())
    let count = min(max(wanted, 1), ValidationSplit.maximumCount, sentenceCount - 1)
    guard fraction > 0, count > 0 else {
      threshold = nil
      return
    }
    // `TopK` finds the largest, so it gets complements of the keys.
    var smallest = TopK<UInt64>(count)
    for sentence in 0..<sentenceCount {
      smallest.insert(sentence, score: ~ValidationSplit.key(of: sentence, seed))
    }
    threshold = smallest.worst.map { ~$0.score }
  }

  /// Whether the sentence of this number is held out.
  func holdsOut(_ sentence: Int) -> Bool {
    guard let threshold else { return false }
    return ValidationSplit.key(of: sentence, seed) <= threshold
  }

  private static func key(of sentence: Int, _ seed: UInt64) -> UInt64 {
    var random = RandomStream(seed: seed, purpose: .validationSplit, item: UInt64(sentence))
    return random.next()
  }
}
