extension Array {
  /// Becomes `count` times `value`, in the same memory if there is enough.
  ///
  /// Inlinable, because a generic function is slow a call of another module, once an element.
  @inlinable package mutating func refill(with value: Element, count: Int) {
    removeAll(keepingCapacity: true)
    for _ in 0..<count { append(value) }
  }
}
