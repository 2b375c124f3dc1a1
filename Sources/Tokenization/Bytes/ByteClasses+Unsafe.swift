/// The class of each byte: a table that is made once and never freed.
@safe struct ByteClasses: Sendable {
  // Never written after it was made.
  private static let shared: ByteClasses = {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    // The allocation has room for the 256 classes.
    for byte in 0..<256 { unsafe (table + byte).initialize(to: ScalarClass.asciiTable[byte]) }
    return unsafe ByteClasses(table: table)
  }()

  // Not an array: every byte of a corpus is looked up here, without bounds check or retain.
  private nonisolated(unsafe) let table: UnsafePointer<UInt8>

  private init(table: UnsafeMutablePointer<UInt8>) {
    unsafe self.table = unsafe UnsafePointer(table)
  }

  init() { self = Self.shared }

  subscript(byte: UInt8) -> ScalarClass {
    // A byte is below 256.
    ScalarClass(rawValue: unsafe table[Int(byte)])
  }
}
