import TensorKit

extension SoftmaxOutput {
  /// How the work of a batch is cut, for one product the same for any number of threads: sums are over
  /// segments of rows, shares of the vocabulary and parts of these.
  enum Blocks {
    /// Shares of the vocabulary, for threads to work on at the same time.
    static let shares = 4
    /// Most bytes of the weights of a part, packed in both directions, which stay in the cache of a core
    /// while the rows of the batch come by.
    static let partBytes = 1 << 20
    /// Most words of a part, so that their logits stay there too.
    static let partWords = 512
    /// Rows whose logits stay near while they become exponentials.
    static let groupRows = 64
    /// Rows of a segment: what bounds the memory of the exponentials, and of e W of every share.
    static func segmentRows(vocabularySize: Int) -> Int {
      max(512, min(3_840, 25_000_000 / max(1, vocabularySize)) / 128 * 128)
    }
  }

  /// What a segment of the vocabulary begins at a multiple of: panels and steps of the depth.
  private var columnGrain: Int { leastCommonMultiple(Product.rightColumns, product.rowGrain) }

  /// Most words of a part of this layer.
  var largestPart: Int {
    let bytes = 2 * max(1, weight.columns) * product.elementBytes
    return max(1, min(Blocks.partWords, Blocks.partBytes / bytes) / columnGrain) * columnGrain
  }

  /// Stretches of the vocabulary whose sums are kept apart.
  var columnShares: ChunkedRange {
    let size = (vocabularySize + Blocks.shares - 1) / Blocks.shares
    return ChunkedRange(
      0..<vocabularySize,
      size: max(largestPart, size.roundedUp(to: columnGrain)))
  }

  /// A share in equal parts.
  func parts(of share: Range<Int>) -> ChunkedRange {
    let count = (share.count + largestPart - 1) / largestPart
    return ChunkedRange(
      share, size: ((share.count + count - 1) / count).roundedUp(to: columnGrain))
  }
}

extension SoftmaxOutput {
  /// The weights of some words as the operands of both products, packed where they are used.
  ///
  /// Packed weights of all words would have to come from memory again and again, in pieces that the
  /// processor does not foresee; the weights themselves come once, in a row.
  final class WeightTile: @unchecked Sendable {
    /// [H × words], for logits.
    let forward: PackedMatrix
    /// [words × H], for gradients.
    let backward: PackedMatrix
    private let stepRows: Int

    /// Room for any segment of that many words or fewer, of `size` weights each.
    init(words: Int, size: Int, product: Product) {
      forward = PackedMatrix(.right, product, cacheResident: true)
      backward = PackedMatrix(.right, product, cacheResident: true)
      stepRows = leastCommonMultiple(Product.rightColumns, product.depthStep)
      forward.reserve(count: words, depth: size)
      backward.reserve(count: size, depth: words)
    }

    /// Packs the rows of some words, for gradients only if asked to.
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
