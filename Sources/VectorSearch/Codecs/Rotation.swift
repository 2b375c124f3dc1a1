import DataStructures

/// A random rotation that takes O(d log d): signs are flipped and Walsh-Hadamard transforms applied,
/// in turn to the first and the last components (Ailon and Chazelle 2009).
struct Rotation: Sendable {
  /// The number of components: those of the vector, and zeros up to a multiple of 64.
  let size: Int
  /// How many components are transformed at once, a power of two.
  private let width: Int
  private let signs: [Float]
  private static let rounds = 4

  static func size(for dimension: Int) -> Int { (dimension + 63) / 64 * 64 }

  /// Always the same rotation for a dimension.
  init(dimension: Int) {
    let size = Self.size(for: dimension)
    self.size = size
    width = 1 << (Int.bitWidth - 1 - size.leadingZeroBitCount)
    var random = SplitMix64(seed: 0x7465_7874_6165)
    signs = (0..<size * Self.rounds).map { _ in random.next() >> 63 == 0 ? 1 : -1 }
  }

  /// Rotates a vector of `size` components.
  func apply(to vector: inout [Float]) {
    precondition(vector.count == size, "\(vector.count) of \(size)")
    let scale = 1 / Float(width).squareRoot()
    for round in 0..<Self.rounds {
      let start = round % 2 == 0 ? 0 : size - width
      for index in 0..<size { vector[index] *= signs[round * size + index] }
      transform(&vector, start, scale)
    }
  }

  private func transform(_ vector: inout [Float], _ start: Int, _ scale: Float) {
    var half = 1
    while half < width {
      for block in stride(from: start, to: start + width, by: 2 * half) {
        for index in block..<block + half {
          let (x, y) = (vector[index], vector[index + half])
          vector[index] = x + y
          vector[index + half] = x - y
        }
      }
      half *= 2
    }
    for index in start..<start + width { vector[index] *= scale }
  }
}
