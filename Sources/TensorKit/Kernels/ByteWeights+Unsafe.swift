import CTensorKernels

/// Weights of 8 bits for products with ``ByteRows``: B [depth × count], a scale for every column.
///
/// A column is rounded to whole multiples, −127 to 127, of its largest number over 127: the numbers
/// of a model file of 8 bits stay as they are.
@safe package final class ByteWeights: @unchecked Sendable {
  // Safe to share: threads write different panels, then read.
  package let count: Int
  package let depth: Int
  private let panels: AlignedMemory
  private let scales: AlignedMemory
  private let compensation: AlignedMemory

  /// Columns of a panel.
  package static var panelColumns: Int { Int(CK_BYTE_COLUMNS) }
  /// The largest depth whose sums of products fit.
  package static var largestDepth: Int { Int(CK_LARGEST_BYTE_DEPTH) }

  private var paddedDepth: Int { depth.roundedUp(to: Int(CK_BYTE_STEP)) }

  /// Weights of zeros.
  package init(count: Int, depth: Int) {
    precondition(
      count > 0 && depth > 0 && depth <= Self.largestDepth, "\(depth) × \(count) weights of 8 bits")
    (self.count, self.depth) = (count, depth)
    let columns = count.roundedUp(to: Self.panelColumns)
    panels = AlignedMemory(columns * depth.roundedUp(to: Int(CK_BYTE_STEP)))
    scales = AlignedMemory(columns * MemoryLayout<Float>.stride)
    compensation = AlignedMemory(columns * MemoryLayout<Int32>.stride)
  }

  /// Packs one panel: up to 16 columns, which are rows of `weights` from `row` on.
  package func pack(panel: Int, of weights: Matrix, row: Int) {
    let first = panel * Self.panelColumns
    let used = min(Self.panelColumns, count - first)
    precondition(
      panel >= 0 && used > 0 && row >= 0 && row + used <= weights.rows && weights.columns == depth,
      "panel \(panel) of \(count) columns, rows \(row)+\(used) of \(weights.rows)")
    // Safe: the panel and the rows exist, checked above.
    unsafe ck_pack_bytes(
      weights.base + row * depth, depth, used, depth,
      panels.start.assumingMemoryBound(to: Int8.self) + first * paddedDepth,
      scales.start.assumingMemoryBound(to: Float.self) + first,
      compensation.start.assumingMemoryBound(to: Int32.self) + first)
  }

  /// The weights from a column on, the first of a panel, for the kernels.
  func pointers(from column: Int) -> ck_byte_weights {
    precondition(column >= 0 && column < count && column % Self.panelColumns == 0)
    // Safe: the column exists, checked above.
    return unsafe ck_byte_weights(
      panels: panels.start.assumingMemoryBound(to: Int8.self) + column * paddedDepth,
      scales: scales.start.assumingMemoryBound(to: Float.self) + column,
      compensation: compensation.start.assumingMemoryBound(to: Int32.self) + column,
      depth: paddedDepth)
  }
}
