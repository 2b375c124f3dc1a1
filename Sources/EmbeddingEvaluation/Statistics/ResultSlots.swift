import DataStructures

/// Results of parallel work by loop index, so that the order of the work does not matter.
final class ResultSlots<Value: Sendable>: Sendable {
  private let slots: Locked<[Value]>

  init(count: Int, initial: Value) {
    slots = Locked([Value](repeating: initial, count: count))
  }

  func set(_ index: Int, _ value: Value) {
    slots.withLock { $0[index] = value }
  }

  var values: [Value] { slots.withLock { $0 } }
}
