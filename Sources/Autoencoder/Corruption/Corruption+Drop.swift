import TensorKit

extension Corruption {
  /// Leaves out words with a probability; if none would stay, one by chance does.
  static func drop(_ words: inout [UInt32], _ probability: Float, _ random: inout RandomStream) {
    if words.isEmpty { return }
    var kept = words.filter { _ in random.uniform() >= probability }
    if kept.isEmpty { kept = [words[Int(random.below(UInt32(words.count)))]] }
    words = kept
  }
}
