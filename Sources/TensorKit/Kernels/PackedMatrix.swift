/// An operand of a matrix product in the order in which the kernel reads it.
///
/// The left operand A [count × depth] is stored in panels of a few rows, the right operand B
/// [depth × count] in panels of 16 columns; a panel holds its whole depth contiguously. What is
/// multiplied many times is packed once. Memory is kept and reused.
@safe package final class PackedMatrix: @unchecked Sendable {
  // Safe to share: one thread gives it its shape; then threads write different panels, or read.
  /// Which factor of a product an operand is.
  package enum Side: Sendable { case left, right }

  package let side: Side
  package let product: Product
  /// Whether the thread that packs a right operand multiplies by it at once, from its caches.
  let cacheResident: Bool
  // Without the guard of exclusive access, as in `Matrix`.
  /// Rows of a left operand, columns of a right one.
  @safe @exclusivity(unchecked) package private(set) var count = 0
  /// The dimension that is summed over, as packed (a multiple of the product's step).
  @safe @exclusivity(unchecked) package private(set) var depth = 0
  @safe @exclusivity(unchecked) private(set) var memory = AlignedMemory(64)

  /// An operand without a shape; `cacheResident` is for a right one that is used at once.
  package init(_ side: Side, _ product: Product, cacheResident: Bool = false) {
    self.side = side
    self.product = product
    self.cacheResident = cacheResident
  }

  var lanes: Int { side == .left ? product.leftRows : Product.rightColumns }
  var panelCount: Int { (count + lanes - 1) / lanes }
  var panelBytes: Int { bytes(ofDepth: depth) }

  /// The bytes that this much depth takes in a panel.
  package func bytes(ofDepth depth: Int) -> Int { product.panelBytes(depth: depth, side: side) }

  /// Takes on a shape; what was packed is lost, and memory grows when needed.
  package func reserve(count: Int, depth: Int) {
    self.count = count
    self.depth = product.paddedDepth(depth)
    let needed = panelCount * panelBytes + 64
    if needed > memory.count { memory = AlignedMemory(needed, mayGrow: true) }
  }

  /// Packs a whole operand.
  ///
  /// The rows of the region are the rows of A or the depth of B; with `transposed`, the reverse.
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

  /// Packs a part of an operand whose shape `reserve` has set, on the calling thread.
  ///
  /// The part begins at `offset` of the depth, a multiple of the product's step, and at
  /// `firstLane`, the first row of a left panel or column of a right one.
  package func packPart(
    _ region: MatrixRegion, transposed: Bool = false, firstLane: Int = 0, at offset: Int
  ) {
    precondition(firstLane % lanes == 0, "lane \(firstLane) is not the first of a panel")
    let panels = firstLane / lanes..<panelCount
    pack(region, transposed: transposed, panels: panels, firstLane: firstLane, at: offset)
  }
}
