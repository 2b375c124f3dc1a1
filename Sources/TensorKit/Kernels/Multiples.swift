/// The smallest number that is a multiple of both; neither may be 0.
package func leastCommonMultiple(_ first: Int, _ second: Int) -> Int {
  var (x, y) = (first, second)
  while y > 0 { (x, y) = (y, x % y) }
  return first / x * second
}

extension Int {
  /// The next multiple of `grain`, unless this is one.
  package func roundedUp(to grain: Int) -> Int { (self + grain - 1) / grain * grain }
}
