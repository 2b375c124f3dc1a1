import TensorKit

/// How the rows of a product are divided into units of work. Does not affect results.
enum Tiling {
  /// Columns added to the result of a product. Without them, rows at multiples of 2 KB would map to
  /// the same few sets of the L1 cache.
  static let padding = 16

  /// The maximum number of rows in a block of a gradient of weights.
  static let largestGradientRows = 512

  /// The maximum number of rows in a block of a gradient of weights, which is a sum over tokens.
  ///
  /// Chosen so that the result stays in the cache for all tokens. Fewer if all tokens fit there
  /// too, or if a row takes more room.
  static func gradientRows(tokens: Int, _ product: Product) -> Int {
    tokens > 1_024 && product.elementBytes == 2 ? largestGradientRows : 128
  }

  /// 0 ..< count in pieces of at most `largest` (rounded up to whole grains), as even as possible,
  /// and enough of them to keep all threads busy.
  static func even(_ count: Int, largest: Int, grain: Int, threads: Int) -> ChunkedRange {
    let fewest = (count + largest - 1) / largest
    let pieces = (fewest + threads - 1) / threads * threads
    let size = ((count + pieces - 1) / max(1, pieces) + grain - 1) / grain * grain
    return ChunkedRange(0..<count, size: max(1, size))
  }
}
