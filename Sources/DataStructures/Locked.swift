import Foundation

/// A value that one thread at a time may use, guarded by a lock that the thread sanitizer knows.
///
/// It does not know `Mutex` on Linux, and reports every use as a race. `Mutex` is the choice where
/// the value must stay in place, or where no test runs under the sanitizer.
package final class Locked<Value: Sendable>: @unchecked Sendable {
  // Safe to share: `lock` guards `value`, and what leaves it can itself be shared.
  private var value: Value
  private let lock = NSLock()

  package init(_ value: Value) {
    self.value = value
  }

  /// Calls `body` with the value, alone.
  package func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
