import CTensorKernels

/// A way of computing matrix products: how operands are packed, and the kernel that multiplies them.
@safe package struct Product: @unchecked Sendable {
  // Safe to share: points into a table that is filled once and neither changes nor goes away. The
  // table is large, so a copy of it at every call would show.
  let kernel: UnsafePointer<ck_product>

  /// Rows of a panel of the left operand.
  package var leftRows: Int { unsafe kernel.pointee.left_rows }
  /// Columns of a panel of the right operand.
  package static var rightColumns: Int { 16 }
  /// Depth is packed in multiples of this.
  package var depthStep: Int { unsafe kernel.pointee.k_step }
  /// Bytes of a number as packed.
  package var elementBytes: Int { unsafe kernel.pointee.element_bytes }
  /// "reference", "avx2", "avx512", "avx512bf16", "amx" or "neon".
  package var name: String { unsafe String(cString: kernel.pointee.name) }

  /// Whether products in bf16 are faster than in 32-bit floats: with the tiles of AMX, and with AVX-512-BF16
  /// on processors that issue its products as often as those of floats.
  package var isFasterThanFloat: Bool { unsafe kernel.pointee.outruns_f32 }

  /// Rows that begin both a panel of a left operand and a step of the depth of its transpose.
  package var rowGrain: Int { leastCommonMultiple(leftRows, depthStep) }

  /// Whether exponentials are packed as they are computed.
  var packsExponentials: Bool { unsafe kernel.pointee.pack_exponentials != nil }

  /// Products of 32-bit floats.
  package static var f32: Product { unsafe Product(kernel: ck_f32_product()) }
  /// Products of bfloat16 with 32-bit sums.
  package static var bf16: Product { unsafe Product(kernel: ck_bf16_product()) }

  /// The product of a precision.
  package init(_ precision: Precision) {
    switch precision {
    case .f32: self = .f32
    case .bf16: self = .bf16
    }
  }

  /// The product of a table, which must never go away.
  @unsafe package init(kernel: UnsafePointer<ck_product>) {
    unsafe self.kernel = kernel
  }

  /// Depth as packed: rounded up to the step.
  package func paddedDepth(_ depth: Int) -> Int {
    (depth + depthStep - 1) / depthStep * depthStep
  }

  func panelBytes(depth: Int, side: PackedMatrix.Side) -> Int {
    let lanes = side == .left ? leftRows : Product.rightColumns
    return unsafe paddedDepth(depth) * lanes * kernel.pointee.element_bytes
  }
}

/// The smallest number that is a multiple of both.
package func leastCommonMultiple(_ first: Int, _ second: Int) -> Int {
  var (x, y) = (first, second)
  while y > 0 { (x, y) = (y, x % y) }
  return first / x * second
}
