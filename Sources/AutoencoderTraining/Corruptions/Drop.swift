import AutoencoderModel
import TensorKit

/// Drops words; if none would be left, keeps a random one.
struct Drop: CorruptionKind {
  static let name = "drop"
  static let parameters = [PartParameter.probability]
  static let help = "Each word is dropped with probability P; at least one is kept."

  private let probability: Float

  init(_ values: [Double]) { probability = Float(values[0]) }

  var changesNothing: Bool { probability == 0 }

  func apply(
    to words: inout [UInt32], from first: Int, of vocabulary: CorruptionVocabulary,
    _ random: inout RandomStream
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

extension Corruption {
  /// Each word is dropped with a probability from 0 to 1; at least one is kept.
  public static func drop(_ probability: Double) -> Corruption {
    Corruption(Drop.self, probability)
  }
}
