import CTensorKernels

/// An operand of a matrix product in the order in which the kernel reads it.
///
/// The left operand A [count × depth] lies in panels of some rows, the right operand B
/// [depth × count] in panels of 16 columns; a panel holds its whole depth contiguously.
/// What is multiplied many times is packed once. Memory is kept and reused.
@safe package final class PackedMatrix: @unchecked Sendable {
  package enum Side: Sendable { case left, right }

  package let side: Side
  package let product: Product
  /// Whether a right operand stays in the caches, for the thread that packs it to multiply by at once.
  private let cacheResident: Bool
  // Without the guard of exclusive access, as in `Matrix`.
  /// Rows of a left operand, columns of a right one.
  @safe @exclusivity(unchecked) package private(set) var count = 0
  /// The dimension that is summed over, as packed (a multiple of the product's step).
  @safe @exclusivity(unchecked) package private(set) var depth = 0
  @exclusivity(unchecked) private(set) var bytes: UnsafeMutableRawPointer
  /// Owns what `bytes` points to.
  private var memory = AlignedMemory(64)

  /// An operand without a shape; with `cacheResident`, a right one that is read at once by who packs it.
  package init(_ side: Side, _ product: Product, cacheResident: Bool = false) {
    self.side = side
    self.product = product
    self.cacheResident = cacheResident
    unsafe bytes = memory.start
  }

  var lanes: Int { side == .left ? product.leftRows : Product.rightColumns }
  var panelCount: Int { (count + lanes - 1) / lanes }
  var panelBytes: Int { bytes(ofDepth: depth) }

  /// The bytes of that much depth in a panel.
  package func bytes(ofDepth depth: Int) -> Int { product.panelBytes(depth: depth, side: side) }

  /// Takes on a shape; what was packed is lost, and memory grows when needed.
  package func reserve(count: Int, depth: Int) {
    self.count = count
    self.depth = product.paddedDepth(depth)
    let needed = panelCount * panelBytes + 64
    guard needed > memory.count else { return }
    memory = AlignedMemory(needed, mayGrow: true)
    unsafe bytes = memory.start
  }

  /// Packs a whole operand.
  ///
  /// The rows of the region are the rows of A or the depth of B; with `transposed` the other way round.
  package func pack(_ region: MatrixRegion, transposed: Bool = false, pool: WorkerPool) {
    let rowsAreDepth = (side == .right) != transposed
    let (depthRange, laneRange) =
      rowsAreDepth ? (region.rows, region.columns) : (region.columns, region.rows)
    reserve(count: laneRange.count, depth: depthRange.count)
    let grain = max(1, 16_384 / max(1, depth * lanes))
    pool.run(panelCount, grain: grain) { panels in
      self.pack(region, transposed: transposed, panels: panels, firstLane: 0, at: 0)
    }
  }

  /// Packs a part of an operand that has been given its shape by `reserve`, on the calling thread.
  ///
  /// The part begins at `offset` of the depth, a multiple of the product's step, and at `firstLane`,
  /// the first row of a left panel or column of a right one.
  package func packPart(
    _ region: MatrixRegion, transposed: Bool = false, firstLane: Int = 0, at offset: Int
  ) {
    precondition(firstLane % lanes == 0, "lane \(firstLane) is not the first of a panel")
    let panels = firstLane / lanes..<panelCount
    pack(region, transposed: transposed, panels: panels, firstLane: firstLane, at: offset)
  }

  private func pack(
    _ region: MatrixRegion, transposed: Bool, panels: Range<Int>, firstLane: Int, at offset: Int
  ) {
    let rowsAreDepth = (side == .right) != transposed
    let stride = region.matrix.columns
    let depthRange = rowsAreDepth ? region.rows : region.columns
    let laneRange = rowsAreDepth ? region.columns : region.rows
    let (depthStride, laneStride) = rowsAreDepth ? (stride, 1) : (1, stride)
    precondition(
      offset % product.depthStep == 0 && offset + depthRange.count <= depth
        && firstLane + laneRange.count <= count,
      "depth \(offset)+\(depthRange.count) of \(depth), \(firstLane)+\(laneRange.count) of \(count)"
    )
    // Safe: the region lies inside the matrix; panels and depth lie inside the reserved bytes.
    let corner =
      unsafe region.matrix.base + region.rows.lowerBound * stride
      + region.columns.lowerBound
    for panel in panels {
      let first = panel * lanes - firstLane
      let used = min(lanes, laneRange.count - first)
      guard used > 0 else { break }
      let source = unsafe corner + first * laneStride
      let target = unsafe bytes + panel * panelBytes
      switch side {
      case .left:
        unsafe product.kernel.pointee.pack_left(
          source, laneStride, depthStride, used, depthRange.count, target, offset)
      case .right where cacheResident:
        unsafe product.kernel.pointee.pack_right_cached(
          source, depthStride, laneStride, used, depthRange.count, target, offset)
      case .right:
        unsafe product.kernel.pointee.pack_right(
          source, depthStride, laneStride, used, depthRange.count, target, offset)
      }
    }
  }
}
