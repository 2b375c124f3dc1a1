import AutoencoderModel
import TensorKit

/// Keeps a random fraction of the words, and appends some of another sentence of the batch.
///
/// Views of one sentence then agree in anything from no word to all. That is what a similarity is
/// to be learned from: two random sentences hardly have a word in common.
struct Mix: CorruptionKind {
  static let name = "mix"
  static let help =
    "Keeps a random fraction of the words, and appends words of another sentence, the fewer the "
    + "more are kept."

  init(_ values: [Double]) {}

  func apply(
    to words: inout [UInt32], from first: Int, of vocabulary: CorruptionVocabulary,
    _ random: inout RandomStream
  ) {
    if words.count == first { return }
    let (kept, share) = (random.uniform(), random.uniform())
    let added = share * (1 - kept)
    var end = first
    for index in first..<words.count where random.uniform() < kept {
      words[end] = words[index]
      end += 1
    }
    let one = words[first + Int(random.below(UInt32(words.count - first)))]
    words.removeLast(words.count - end)
    for word in vocabulary.neighbor where random.uniform() < added { words.append(word) }
    if words.count == first { words.append(one) }
  }
}

extension Corruption {
  /// Keeps a random fraction of the words, and appends words of another sentence of the batch.
  public static var mix: Corruption { Corruption(Mix.self) }
}
