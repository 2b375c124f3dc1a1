import Synchronization

/// One place a loop index for what parallel work gives; the order of the work cannot show in it.
final class ResultSlots<Value: Sendable>: Sendable {
  private let slots: Mutex<[Value]>

  init(count: Int, initial: Value) {
    slots = Mutex([Value](repeating: initial, count: count))
  }

  func set(_ index: Int, _ value: Value) {
    slots.withLock { $0[index] = value }
  }

  var values: [Value] { slots.withLock { $0 } }
}
