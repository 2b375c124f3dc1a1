import Foundation

/// A value that one thread at a time may use, guarded by a lock that the thread sanitizer knows.
///
/// It does not know `Mutex` on Linux, and reports a race where two threads want one at the same time.
/// `Mutex` is the choice where the value must stay in place, or where no test runs under the sanitizer.
package final class Locked<Value>: @unchecked Sendable {
  // Safe to share: `lock` guards `value`, and what comes in or leaves it belongs to nobody else.
  private var value: Value
  private let lock = NSLock()

  package init(_ value: sending Value) {
    self.value = value
  }

  /// Calls `body` with the value, alone.
  package func withLock<Result, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
