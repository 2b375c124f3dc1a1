import TensorKit

extension SoftmaxOutput {
  /// How the work of a batch is divided: the same for any number of threads.
  ///
  /// Sums run over segments of rows, shares of the vocabulary and parts of these.
  enum Blocks {
    /// Shares of the vocabulary, which threads process at the same time.
    static let shares = 4
    /// The largest part in bytes of weights, packed for both products: it stays in the cache of a
    /// core for all rows of the batch.
    static let partBytes = 1 << 20
    /// The largest part in words, so that their logits stay in the cache too.
    static let partWords = 512
    /// Rows whose logits stay in the cache while they become exponentials.
    static let groupRows = 64
    /// The rows of a segment; bounds the memory of the exponentials, and of e W of every share.
    static func segmentRows(vocabularySize: Int) -> Int {
      max(512, min(3_840, 25_000_000 / max(1, vocabularySize)) / 128 * 128)
    }
  }

  /// The grain of all divisions of the vocabulary: panels and steps of the depth.
  private var columnGrain: Int { leastCommonMultiple(Product.rightColumns, product.rowGrain) }

  /// The largest part of this layer in words.
  var largestPart: Int {
    let bytes = 2 * max(1, weight.columns) * product.elementBytes
    return max(1, min(Blocks.partWords, Blocks.partBytes / bytes) / columnGrain) * columnGrain
  }

  /// Ranges of the vocabulary whose sums are kept apart.
  var columnShares: ChunkedRange {
    let size = (vocabularySize + Blocks.shares - 1) / Blocks.shares
    return ChunkedRange(
      0..<vocabularySize,
      size: max(largestPart, size.roundedUp(to: columnGrain)))
  }

  /// Divides a share into equal parts.
  func parts(of share: Range<Int>) -> ChunkedRange {
    let count = (share.count + largestPart - 1) / largestPart
    return ChunkedRange(
      share, size: ((share.count + count - 1) / count).roundedUp(to: columnGrain))
  }
}

extension SoftmaxOutput {
  /// The weights of some words as the operands of both products, packed where they are used.
  ///
  /// Packed weights of all words would come from memory again and again, in an order that the
  /// prefetcher cannot predict. The plain weights come once, in order.
  final class WeightTile: @unchecked Sendable {
    // Safe to share: one thread at a time uses it.
    /// [H × words], for logits.
    let forward: PackedMatrix
    /// [words × H], for gradients.
    let backward: PackedMatrix
    private let stepRows: Int

    /// Room for at most `words` words of `size` weights each.
    init(words: Int, size: Int, product: Product) {
      forward = PackedMatrix(.right, product, cacheResident: true)
      backward = PackedMatrix(.right, product, cacheResident: true)
      stepRows = leastCommonMultiple(Product.rightColumns, product.depthStep)
      forward.reserve(count: words, depth: size)
      backward.reserve(count: size, depth: words)
    }

    /// Packs the rows of some words; for gradients only if requested.
    func pack(_ words: Range<Int>, of weights: Matrix, forGradients: Bool) {
      forward.reserve(count: words.count, depth: weights.columns)
      if forGradients { backward.reserve(count: weights.columns, depth: words.count) }
      for rows in ChunkedRange(words, size: stepRows) {
        let (region, place) = (
          MatrixRegion(weights, rows: rows), rows.lowerBound - words.lowerBound
        )
        forward.packPart(region, transposed: true, firstLane: place, at: 0)
        if forGradients { backward.packPart(region, at: place) }
      }
    }
  }
}
