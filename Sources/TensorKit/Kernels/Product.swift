import CTensorKernels

/// A way to compute matrix products: how operands are packed, and the kernel that multiplies them.
@safe package struct Product: @unchecked Sendable {
  // Safe to share: points into a table that is filled once and neither changes nor goes away. The
  // table is large, so copying it at every call would cost time.
  let kernel: UnsafePointer<ck_product>

  /// Columns of a panel of the right operand.
  package static var rightColumns: Int { 16 }

  /// The product of a precision.
  package init(_ precision: Precision) {
    switch precision {
    case .f32: self = .f32
    case .bf16: self = .bf16
    }
  }

  /// Rows that begin both a panel of a left operand and a step of the depth of its transpose.
  package var rowGrain: Int { leastCommonMultiple(leftRows, depthStep) }

  /// The depth as packed: rounded up to the step.
  package func paddedDepth(_ depth: Int) -> Int {
    (depth + depthStep - 1) / depthStep * depthStep
  }

  func panelBytes(depth: Int, side: PackedMatrix.Side) -> Int {
    let lanes = side == .left ? leftRows : Product.rightColumns
    return paddedDepth(depth) * lanes * elementBytes
  }
}
