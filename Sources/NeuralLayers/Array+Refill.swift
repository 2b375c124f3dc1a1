extension Array {
  /// Replaces the contents with `count` times `value`, and reuses the memory if it suffices.
  ///
  /// `@inlinable`: otherwise every element costs an unspecialized call across the module boundary.
  @inlinable public mutating func refill(with value: Element, count: Int) {
    removeAll(keepingCapacity: true)
    for _ in 0..<count { append(value) }
  }
}
