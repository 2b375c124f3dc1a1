import TensorKit

extension Corruption {
  /// Moves words by at most so many places: sorts them by i + u, u drawn from 0 ..< places + 1.
  ///
  /// Lample, Conneau, Denoyer and Ranzato 2018.
  static func shuffle(
    _ words: inout [UInt32], from first: Int, _ places: Double, _ random: inout RandomStream
  ) {
    let moved = Array(words[first...])
    let keys = moved.indices.map { Double($0) + Double(random.uniform()) * (places + 1) }
    let order = moved.indices.sorted {
      keys[$0] != keys[$1] ? keys[$0] < keys[$1] : $0 < $1
    }
    for (place, index) in order.enumerated() { words[first + place] = moved[index] }
  }
}
