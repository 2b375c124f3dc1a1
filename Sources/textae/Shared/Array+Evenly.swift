extension Array {
  /// At most so many of the elements, evenly spread over all of them.
  func evenly(_ most: Int) -> [Element] {
    let chosen = Swift.min(most, count)
    return (0..<chosen).map { self[$0 * count / chosen] }
  }
}
