import AutoencoderModel
import TensorKit

/// Replaces words by words of the vocabulary, drawn uniformly.
struct Substitute: CorruptionKind {
  static let name = "substitute"
  static let parameters = [PartParameter.probability]
  static let help = "Each word becomes a random word of the vocabulary with probability P."

  private let probability: Float

  init(_ values: [Double]) { probability = Float(values[0]) }

  var changesNothing: Bool { probability == 0 }

  func apply(
    to words: inout [UInt32], from first: Int, of vocabulary: CorruptionVocabulary,
    _ random: inout RandomStream
  ) {
    guard !vocabulary.words.isEmpty else { return }
    for index in first..<words.count where random.uniform() < probability {
      words[index] = vocabulary.words[Int(random.below(UInt32(vocabulary.words.count)))]
    }
  }
}

extension Corruption {
  /// Each word becomes a random word of the vocabulary with a probability from 0 to 1.
  public static func substitute(_ probability: Double) -> Corruption {
    Corruption(Substitute.self, probability)
  }
}
