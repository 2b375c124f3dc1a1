import Foundation

/// Results of parallel work by loop index, so that the order of the work does not matter.
///
/// `@unchecked Sendable` because the lock guards `slots`. It is one that the thread sanitizer knows.
final class ResultSlots<Value: Sendable>: @unchecked Sendable {
  private var slots: [Value]
  private let lock = NSLock()

  init(count: Int, initial: Value) {
    slots = [Value](repeating: initial, count: count)
  }

  func set(_ index: Int, _ value: Value) {
    lock.withLock { slots[index] = value }
  }

  var values: [Value] { lock.withLock { slots } }
}
