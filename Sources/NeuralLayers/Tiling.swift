import TensorKit

/// How the rows of a product are cut into pieces of work. No result depends on it.
enum Tiling {
  /// Columns added to the result of a product, so that its rows do not meet in the same few sets of
  /// the nearest cache, as they would at multiples of 2 KB.
  static let padding = 16

  /// Most rows of a block of a gradient of weights.
  static let largestGradientRows = 512

  /// Most rows of a block of a gradient of weights, a sum over tokens, so that the result stays in the
  /// cache while the tokens come by. Fewer where all tokens stay there too, or a row takes more room.
  static func gradientRows(tokens: Int, _ product: Product) -> Int {
    tokens > 1_024 && product.elementBytes == 2 ? largestGradientRows : 128
  }

  /// 0 ..< count in pieces of at most `largest` (rounded up to whole grains), as even as can be,
  /// and as many as keep all threads busy to the end.
  static func even(_ count: Int, largest: Int, grain: Int, threads: Int) -> ChunkedRange {
    let fewest = (count + largest - 1) / largest
    let pieces = (fewest + threads - 1) / threads * threads
    let size = ((count + pieces - 1) / max(1, pieces) + grain - 1) / grain * grain
    return ChunkedRange(0..<count, size: max(1, size))
  }
}

extension Int {
  /// The next multiple of `grain`, unless this is one.
  func roundedUp(to grain: Int) -> Int { (self + grain - 1) / grain * grain }
}
