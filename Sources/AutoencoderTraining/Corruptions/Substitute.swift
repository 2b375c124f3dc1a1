import AutoencoderModel
import TensorKit

/// Replaces words by words of another sentence of the batch, so that frequent words come often; if there is
/// no other sentence, by words of the vocabulary, drawn uniformly.
struct Substitute: CorruptionKind {
  static let name = "substitute"
  static let parameters = [PartParameter.probability]
  static let help = "Each word becomes a random word of another sentence with probability P."

  private let probability: Float

  init(_ values: [Double]) { probability = Float(values[0]) }

  var changesNothing: Bool { probability == 0 }

  func apply(
    to words: inout [UInt32], from first: Int, of vocabulary: CorruptionVocabulary,
    _ random: inout RandomStream
  ) {
    let others = vocabulary.neighbor.isEmpty ? vocabulary.words[...] : vocabulary.neighbor
    guard !others.isEmpty else { return }
    for index in first..<words.count where random.uniform() < probability {
      words[index] = others[others.startIndex + Int(random.below(UInt32(others.count)))]
    }
  }
}

extension Corruption {
  /// Each word becomes a random word of another sentence with a probability from 0 to 1.
  public static func substitute(_ probability: Double) -> Corruption {
    Corruption(Substitute.self, probability)
  }
}
