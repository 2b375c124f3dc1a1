import AutoencoderModel
import TensorKit

/// Replaces words by `<blank>`.
struct Blank: CorruptionKind {
  static let name = "blank"
  static let parameters = [PartParameter.probability]
  static let help = "Each word becomes <blank> with probability P."

  private let probability: Float

  init(_ values: [Double]) { probability = Float(values[0]) }

  var changesNothing: Bool { probability == 0 }

  func apply(
    to words: inout [UInt32], from first: Int, of vocabulary: CorruptionVocabulary,
    _ random: inout RandomStream
  ) {
    for index in first..<words.count where random.uniform() < probability {
      words[index] = vocabulary.blankID
    }
  }
}

extension Corruption {
  /// Each word becomes `<blank>` with a probability from 0 to 1.
  public static func blank(_ probability: Double) -> Corruption {
    Corruption(Blank.self, probability)
  }
}
