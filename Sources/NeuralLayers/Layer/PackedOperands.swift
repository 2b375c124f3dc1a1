import TensorKit

/// The operands of products that a weight matrix W is packed into, and where its rows lie in them.
///
/// Code that updates rows of W packs them again, while they are still in the cache of the core.
package struct PackedOperands: Sendable {
  /// Consecutive rows of W that lie together in both operands.
  struct Segment: Sendable {
    let rows: Range<Int>
    /// Holds the rows as columns, from `forwardDepth` of its depth on: for x Wᵀ.
    let forward: PackedMatrix
    var forwardDepth = 0
    /// Holds the rows as they are, from `backwardDepth` of its depth on: for dy W; nil unless
    /// training.
    let backward: PackedMatrix?
    var backwardDepth = 0
  }

  let segments: [Segment]

  /// Operands that hold the given segments.
  init(_ segments: [Segment]) {
    self.segments = segments
  }

  /// Operands that hold all of W [rows × columns] and nothing else; reserves their memory.
  init(rows: Int, columns: Int, forward: PackedMatrix, backward: PackedMatrix?) {
    forward.reserve(count: rows, depth: columns)
    backward?.reserve(count: columns, depth: rows)
    self.init([Segment(rows: 0..<rows, forward: forward, backward: backward)])
  }

  /// Calls `body` with blocks of rows, in order.
  ///
  /// Each has about `elements` weights and lies within one segment. They begin at panels of both
  /// operands, so they can be packed in any order.
  func forEachBlock(ofElements elements: Int, columns: Int, _ body: (Range<Int>) -> Void) {
    for segment in segments {
      let grain = leastCommonMultiple(Product.rightColumns, segment.forward.product.depthStep)
      let size = max(1, elements / max(1, columns) / grain) * grain
      for first in stride(from: segment.rows.lowerBound, to: segment.rows.upperBound, by: size) {
        body(first..<min(segment.rows.upperBound, first + size))
      }
    }
  }

  /// Packs one of the blocks of W; row 0 of `weights` is row `first` of W.
  func pack(_ rows: Range<Int>, of weights: Matrix, from first: Int = 0) {
    guard let segment = segments.first(where: { $0.rows.contains(rows.lowerBound) }) else {
      return
    }
    let region = MatrixRegion(
      weights, rows: rows.lowerBound - first..<rows.upperBound - first)
    let place = rows.lowerBound - segment.rows.lowerBound
    segment.forward.packPart(
      region, transposed: true, firstLane: place, at: segment.forwardDepth)
    segment.backward?.packPart(region, at: segment.backwardDepth + place)
  }
}

extension Parameter {
  /// Elements in a block: weights, gradient and moments of a block fit in the cache of a core.
  static let blockSize = 32_768

  /// Packs the weights; from now on, an optimizer that updates them packs them again.
  func pack(into copies: PackedOperands, pool: WorkerPool) {
    packOnce(into: copies, pool: pool)
    self.copies = copies
  }

  /// Packs the weights as they are now.
  ///
  /// If they come from a source, they need no memory besides the operands.
  func packOnce(into operands: PackedOperands, pool: WorkerPool) {
    var blocks: [Range<Int>] = []
    operands.forEachBlock(ofElements: Parameter.blockSize, columns: columns) { blocks.append($0) }
    let (pieces, width) = (blocks, columns)
    if let source = unreadRows {
      pool.run(pieces.count) { piece in
        let rows = pieces[piece]
        let block = Matrix(rows: rows.count, columns: width)
        for row in rows { source.read(row, into: block, row: row - rows.lowerBound) }
        operands.pack(rows, of: block, from: rows.lowerBound)
      }
    } else {
      let value = value
      pool.run(pieces.count) { operands.pack(pieces[$0], of: value) }
    }
  }
}
