import AutoencoderModel
import TensorKit

/// Moves words by at most K positions: sorts them by i + u, with u drawn from 0 ..< K + 1.
///
/// Lample, Conneau, Denoyer and Ranzato 2018.
struct Shuffle: CorruptionKind {
  static let name = "shuffle"
  static let parameters = [PartParameter("K", 1...1_000, isWhole: true)]
  static let help = "Words move by at most K positions."

  private let places: Double

  init(_ values: [Double]) { places = values[0] }

  func apply(
    to words: inout [UInt32], from first: Int, of vocabulary: CorruptionVocabulary,
    _ random: inout RandomStream
  ) {
    let moved = Array(words[first...])
    let keys = moved.indices.map { Double($0) + Double(random.uniform()) * (places + 1) }
    let order = moved.indices.sorted {
      keys[$0] != keys[$1] ? keys[$0] < keys[$1] : $0 < $1
    }
    for (place, index) in order.enumerated() { words[first + place] = moved[index] }
  }
}

extension Corruption {
  /// Words move by at most a number of positions, from 1 to 1,000.
  public static func shuffle(_ places: Int) -> Corruption {
    Corruption(Shuffle.self, Double(places))
  }
}
