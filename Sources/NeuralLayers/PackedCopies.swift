import TensorKit

/// The operands of products that a weight matrix W is packed into, and where its rows lie in them.
///
/// Whoever moves some rows of W packs them again, while they are still in the cache of the core.
package struct PackedCopies: Sendable {
  /// Consecutive rows of W that lie together in both operands.
  struct Stretch: Sendable {
    let rows: Range<Int>
    /// Holds the rows as columns, from `forwardDepth` of its depth on: for x Wᵀ.
    let forward: PackedMatrix
    var forwardDepth = 0
    /// Holds the rows as they are, from `backwardDepth` of its depth on: for dy W; nil unless training.
    let backward: PackedMatrix?
    var backwardDepth = 0
  }

  let stretches: [Stretch]

  /// Operands with a place for each of the stretches.
  init(_ stretches: [Stretch]) {
    self.stretches = stretches
  }

  /// Operands that hold all of W [rows × columns] and nothing else; takes care of their shapes.
  init(rows: Int, columns: Int, forward: PackedMatrix, backward: PackedMatrix?) {
    forward.reserve(count: rows, depth: columns)
    backward?.reserve(count: columns, depth: rows)
    self.init([Stretch(rows: 0..<rows, forward: forward, backward: backward)])
  }

  /// Calls `body` with pieces of all rows in order, each of about `elements` weights and inside of one
  /// stretch. They begin where panels of both operands do, so they can be packed in any order.
  func forEachBlock(ofElements elements: Int, columns: Int, _ body: (Range<Int>) -> Void) {
    for stretch in stretches {
      let grain = leastCommonMultiple(Product.rightColumns, stretch.forward.product.depthStep)
      let size = max(1, elements / max(1, columns) / grain) * grain
      for first in stride(from: stretch.rows.lowerBound, to: stretch.rows.upperBound, by: size) {
        body(first..<min(stretch.rows.upperBound, first + size))
      }
    }
  }

  /// Packs one of the blocks of W.
  func pack(_ rows: Range<Int>, of weights: Matrix) {
    guard let stretch = stretches.first(where: { $0.rows.contains(rows.lowerBound) }) else {
      return
    }
    let region = MatrixRegion(weights, rows: rows)
    let place = rows.lowerBound - stretch.rows.lowerBound
    stretch.forward.packPart(
      region, transposed: true, firstLane: place, at: stretch.forwardDepth)
    stretch.backward?.packPart(region, at: stretch.backwardDepth + place)
  }
}

extension Parameter {
  /// Elements of a block of a matrix: small enough for its weights, gradient and moments to stay in the
  /// cache of a core.
  static let blockSize = 32_768

  /// Packs the weights; from now on an optimizer that moves them packs them again.
  func pack(into copies: PackedCopies, pool: WorkerPool) {
    self.copies = copies
    var blocks: [Range<Int>] = []
    copies.forEachBlock(ofElements: Parameter.blockSize, columns: value.columns) {
      blocks.append($0)
    }
    let (pieces, value) = (blocks, value)
    pool.run(pieces.count) { copies.pack(pieces[$0], of: value) }
  }
}
