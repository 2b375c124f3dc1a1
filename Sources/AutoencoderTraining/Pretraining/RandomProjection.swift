import TensorKit

/// Projects sparse vectors over hashed features to a few dimensions: each feature has a random
/// vector of signs (Achlioptas 2003, "Database-friendly random projections").
///
/// Cosines stay the same up to 1/√E. The signs are a function of the seed, the kind and the feature,
/// so no table of them is kept.
///
/// Letters: E dimensions.
struct RandomProjection {
  /// The weight of each feature, by bucket.
  let weights: [Float]
  /// A factor on all weights.
  var scale: Float = 1
  let seed: UInt64
  /// Tells the projections of one seed apart.
  let kind: UInt64

  /// Columns that can be computed on their own.
  static let blockSize = 128

  /// The columns of a block of a vector of `size` components.
  static func columns(ofBlock block: Int, size: Int) -> Range<Int> {
    block * blockSize..<min(size, (block + 1) * blockSize)
  }

  /// Adds the projection of some features to the columns of a block of a vector [E].
  func add(_ buckets: some Collection<UInt32>, block: Int, to vector: inout MutableSpan<Float>) {
    let columns = Self.columns(ofBlock: block, size: vector.count)
    for bucket in buckets {
      var random = RandomStream(
        seed: seed, purpose: .projection, step: kind << 32 | UInt64(block), item: UInt64(bucket))
      let value = scale * weights[Int(bucket)]
      var bits: UInt32 = 0
      for column in columns {
        if (column - columns.lowerBound) % 32 == 0 { bits = random.word() }
        vector[column] += bits & 1 == 0 ? value : -value
        bits >>= 1
      }
    }
  }
}
