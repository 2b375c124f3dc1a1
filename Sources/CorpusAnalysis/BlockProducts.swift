import TensorKit

/// The products of some vectors with all vectors of a set, block by block on all cores.
///
/// The scores of a block are handed out while they are in the cache, and never stored as a whole. They
/// are rounded: `error` says by how much. Products of bfloat16 are rougher and, on some processors,
/// faster.
final class BlockProducts: Sendable {
  /// Vectors of the set whose scores are computed together.
  static let columns = 512
  /// The other vectors whose scores are handed out together.
  private static let rows = 128
  /// Without more columns, rows at multiples of 2 KB would share a few sets of the L1 cache.
  private static let padding = 16

  private struct Scratch: Sendable {
    let packed: PackedMatrix
    let scores = Matrix(
      rows: BlockProducts.rows, columns: BlockProducts.columns + BlockProducts.padding)
  }

  /// By how much a score may differ from the exact cosine.
  let error: Float

  private let set: UnitVectorSet
  private let scratch: [Scratch]
  private let left: PackedMatrix
  private let pool: WorkerPool

  init(_ set: UnitVectorSet, isRough: Bool = false, pool: WorkerPool) {
    self.set = set
    self.pool = pool
    let product = isRough ? Product.bf16 : .f32
    error = isRough ? set.roughError : set.largestError
    left = PackedMatrix(.left, product)
    scratch = (0..<pool.threads).map { _ in Scratch(packed: PackedMatrix(.right, product)) }
  }

  /// Pieces of the set from vector `first` on, which is the first of a block or of a piece.
  func pieces(from first: Int = 0) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    for (number, block) in set.blocks.enumerated() {
      let start = number * UnitVectorSet.blockRows
      for part in stride(from: 0, to: block.rows, by: Self.columns) where start + part >= first {
        pieces.append(start + part..<start + min(block.rows, part + Self.columns))
      }
    }
    return pieces
  }

  /// Takes on other vectors `[n × dimension]`.
  func prepare(_ vectors: Matrix) {
    left.pack(MatrixRegion(vectors), pool: pool)
  }

  /// Calls `body` with the scores of the prepared vectors and each of the pieces.
  ///
  /// Row r and column c of `scores` belong to prepared vector rows.lowerBound + r and vector
  /// piece.lowerBound + c of the set. All calls for a piece are on one thread, rows ascending.
  func forEach(
    _ pieces: ArraySlice<Range<Int>>,
    _ body:
      @Sendable (_ number: Int, _ piece: Range<Int>, _ rows: Range<Int>, _ scores: Matrix)
      -> Void
  ) {
    let pieces = Array(pieces)
    pool.run(pieces.count) { number, worker in
      let piece = pieces[number]
      let scratch = self.scratch[worker]
      let (block, first) = self.set.place(of: piece.lowerBound)
      scratch.packed.reserve(count: piece.count, depth: self.set.dimension)
      scratch.packed.packPart(
        MatrixRegion(block, rows: first..<first + piece.count), transposed: true, at: 0)
      let step = Self.rows / self.left.product.leftRows * self.left.product.leftRows
      for start in stride(from: 0, to: self.left.count, by: step) {
        let rows = start..<min(self.left.count, start + step)
        self.left.multiplyBlock(
          rows: rows, by: scratch.packed, columns: 0..<piece.count, into: scratch.scores, row: 0,
          column: 0, accumulate: false)
        body(number, piece, rows, scratch.scores)
      }
    }
  }
}
