import CTensorKernels

/// The kernels of search that this machine runs fastest, or those that `TEXTAE_KERNELS` names.
@safe struct SearchKernels: @unchecked Sendable {
  // Safe to share: pointers to functions that keep no state.
  let table: ck_search

  init() {
    guard let active = unsafe ck_search_active() else { preconditionFailure("no kernels") }
    // The table is filled before it is handed out and never changes.
    unsafe table = active.pointee
  }
}
