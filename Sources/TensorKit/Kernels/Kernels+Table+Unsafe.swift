import CTensorKernels

extension Kernels {
  // Safe: the table is filled before it is handed out and never changes.
  static var table: UnsafePointer<ck_kernels> { unsafe ck_active() }

  /// The name of the table: "reference", "avx2", "avx512" or "neon".
  package static var name: String { unsafe String(cString: table.pointee.name) }

  /// Which paths this machine has, which were refused and why.
  package static var reason: String { unsafe String(cString: ck_detect().pointee.reason) }

  /// What to tell a user who named kernels that do not run here; nil if there is no such choice.
  package static var warning: String? {
    unsafe ck_detect().pointee.ignores_choice
      ? "TEXTAE_KERNELS names no kernels that run here and is ignored" : nil
  }
}
