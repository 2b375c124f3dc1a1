import CTensorKernels

/// The kernels of products of bytes that this machine runs fastest, or those that
/// `TEXTAE_KERNELS` names.
@safe struct ByteKernels: @unchecked Sendable {
  // Safe to share: pointers to functions that keep no state.
  let table: ck_bytes

  init() {
    guard let active = unsafe ck_bytes_active() else { preconditionFailure("no kernels") }
    // The table is filled before it is handed out and never changes.
    unsafe table = active.pointee
  }

  /// "reference", "avx2" or "avx512vnni".
  var name: String { unsafe String(cString: table.name) }
}
