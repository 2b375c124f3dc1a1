import CTensorKernels

// Safe throughout: the pointer leads into a table that never goes away.
extension Product {
  /// Products of 32-bit floats.
  package static var f32: Product { unsafe Product(kernel: ck_f32_product()) }
  /// Products of bfloat16 with 32-bit sums.
  package static var bf16: Product { unsafe Product(kernel: ck_bf16_product()) }

  /// The product of a table, which must never go away.
  @unsafe package init(kernel: UnsafePointer<ck_product>) {
    unsafe self.kernel = kernel
  }

  /// Rows of a panel of the left operand.
  package var leftRows: Int { unsafe kernel.pointee.left_rows }
  /// The depth is packed in multiples of this.
  package var depthStep: Int { unsafe kernel.pointee.k_step }
  /// Bytes of an element as packed.
  package var elementBytes: Int { unsafe kernel.pointee.element_bytes }
  /// "reference", "avx2", "avx512", "avx512bf16", "amx" or "neon".
  package var name: String { unsafe String(cString: kernel.pointee.name) }

  /// Whether this product is faster than that of 32-bit floats.
  ///
  /// So are AMX tiles, and AVX-512-BF16 on processors that issue its products at the rate of
  /// float products.
  package var isFasterThanFloat: Bool { unsafe kernel.pointee.outruns_f32 }

  /// Whether exponentials are packed as they are computed.
  var packsExponentials: Bool { unsafe kernel.pointee.pack_exponentials != nil }
}
