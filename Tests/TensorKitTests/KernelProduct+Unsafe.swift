import CTensorKernels

/// An operand in row-major order, to be read as it is or transposed.
struct KernelOperand {
  var rows, columns: Int
  var values: [Float]
  /// Whether `values` hold the transpose: [columns × rows].
  var transposed = false

  subscript(row: Int, column: Int) -> Float {
    transposed ? values[column * rows + row] : values[row * columns + column]
  }

  var rowStride: Int { transposed ? 1 : columns }
  var columnStride: Int { transposed ? rows : 1 }

  func row(_ index: Int) -> KernelOperand {
    KernelOperand(
      rows: 1, columns: columns, values: (0..<columns).map { self[index, $0] })
  }
}

/// A product kernel with its packing, as safe Swift.
@safe struct KernelProduct: @unchecked Sendable {
  // Safe to share: function pointers and constants.
  private let kernel: ck_product

  init(kernel: ck_product) { unsafe self.kernel = kernel }

  var name: String { unsafe String(cString: kernel.name) }

  /// left · right, or `onto` increased by it: [left.rows × right.columns].
  ///
  /// Panels start out full of NaN and C has columns to spare, so that a gap in the packing or a
  /// stray write shows. Depths over a step are packed in two pieces.
  func callAsFunction(_ left: KernelOperand, _ right: KernelOperand, onto: [Float]? = nil)
    -> [Float]
  {
    let rows = left.rows
    let columns = right.columns
    let depth = left.columns
    let a = pack(left, side: unsafe kernel.left_rows, isLeft: true)
    let b = pack(right, side: 16, isLeft: false)
    let stride = columns + 3
    var c = [Float](repeating: -7, count: rows * stride)
    for i in 0..<rows * columns {
      c[i / columns * stride + i % columns] = onto?[i] ?? .nan
    }
    // Safe: panels and C have the sizes that pack and the strides say.
    withExtendedLifetime((a, b)) {
      unsafe kernel.multiply(
        rows, columns, depth, a.start, panelBytes(depth, isLeft: true), b.start,
        panelBytes(depth, isLeft: false), &c, stride, onto != nil)
    }
    var result: [Float] = []
    for row in 0..<rows {
      result += c[row * stride..<row * stride + columns]
      precondition(c[row * stride + columns..<(row + 1) * stride].allSatisfy { $0 == -7 })
    }
    return result
  }

  private func panelBytes(_ depth: Int, isLeft: Bool) -> Int {
    let step = unsafe kernel.k_step
    let side = unsafe isLeft ? kernel.left_rows : 16
    return unsafe (depth + step - 1) / step * step * side * kernel.element_bytes
  }

  /// Panels, full of NaN, where they may be: at a multiple of 64 bytes.
  @safe private final class Panels {
    let start: UnsafeMutableRawPointer

    init(bytes: Int) {
      unsafe start = .allocate(byteCount: bytes, alignment: 64)
      // Safe: all bits set are a NaN; the bytes were just allocated.
      unsafe start.initializeMemory(as: UInt8.self, repeating: 0xFF, count: bytes)
    }

    deinit { unsafe start.deallocate() }
  }

  private func pack(_ operand: KernelOperand, side: Int, isLeft: Bool) -> Panels {
    let count = isLeft ? operand.rows : operand.columns
    let depth = isLeft ? operand.columns : operand.rows
    let bytes = panelBytes(depth, isLeft: isLeft)
    let step = unsafe kernel.k_step
    let first = depth > step ? step : depth
    let along = isLeft ? operand.columnStride : operand.rowStride
    let across = isLeft ? operand.rowStride : operand.columnStride
    let panels = Panels(bytes: max(1, (count + side - 1) / side) * bytes)
    let function = unsafe isLeft ? kernel.pack_left : kernel.pack_right
    unsafe operand.values.withUnsafeBufferPointer { source in
      guard let values = source.baseAddress else { return }
      for (panel, start) in stride(from: 0, to: count, by: side).enumerated() {
        for (offset, length) in [(0, first), (first, depth - first)] where length > 0 {
          // Safe: the elements named lie inside the source, the panel inside the panels.
          let from = unsafe values + start * across + offset * along
          let (width, target) = unsafe (min(side, count - start), panels.start + panel * bytes)
          if isLeft {
            unsafe function?(from, across, along, width, length, target, offset)
          } else {
            unsafe function?(from, along, across, width, length, target, offset)
          }
        }
      }
    }
    return panels
  }
}
