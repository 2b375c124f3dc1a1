import TensorKit

extension Corruption {
  /// Leaves out words with a probability; if none would stay, one by chance does.
  static func drop(
    _ words: inout [UInt32], from first: Int, _ probability: Float, _ random: inout RandomStream
  ) {
    if words.count == first { return }
    var kept = first
    for index in first..<words.count where random.uniform() >= probability {
      words[kept] = words[index]
      kept += 1
    }
    if kept == first {
      words[first] = words[first + Int(random.below(UInt32(words.count - first)))]
      kept += 1
    }
    words.removeLast(words.count - kept)
  }
}
