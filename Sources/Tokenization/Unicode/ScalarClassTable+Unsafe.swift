import Synchronization

/// The classes of the scalars of plane 0, each computed when it is first asked for.
///
/// Computing all of them takes ten milliseconds, and a text has few different scalars.
@safe struct ScalarClassTable: Sendable {
  /// The only table, which is never freed.
  static let plane0 = ScalarClassTable()

  private static let count = 0x10000
  /// Marks a class as computed; no scalar has this bit in its class.
  private static let known = ScalarClass.multibyte.rawValue

  // Any number of threads may read and write: the bytes are atomic, and all write the same values.
  private nonisolated(unsafe) let bytes: UnsafeMutablePointer<Atomic<UInt8>>

  private init() {
    unsafe bytes = .allocate(capacity: Self.count)
    // As many bytes were just allocated.
    for index in 0..<Self.count { unsafe (bytes + index).initialize(to: Atomic(0)) }
  }

  /// The class of a scalar below 0x10000.
  subscript(scalar: UInt32) -> ScalarClass {
    precondition(scalar < Self.count, "scalar \(scalar) is not of plane 0")
    // The index was checked.
    let found = unsafe bytes[Int(scalar)].load(ordering: .relaxed)
    if found != 0 { return ScalarClass(rawValue: found & ~Self.known) }
    let computed = ScalarClass.computed(scalar)
    unsafe bytes[Int(scalar)].store(computed.rawValue | Self.known, ordering: .relaxed)
    return computed
  }
}
