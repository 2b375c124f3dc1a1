/// How many edits turn one sequence into another.
public enum EditDistance {
  /// The least number of insertions, deletions and substitutions (Wagner and Fischer 1974).
  ///
  /// With `countsSwaps`, exchanging two neighboring elements is one edit too, and no element is
  /// edited twice: the optimal string alignment, which suits typing errors. Time is the product of
  /// both lengths.
  ///
  /// Inlinable: a misspelled word is compared with 100,000 others, which is slow unspecialized.
  @inlinable
  public static func between<Element: Equatable>(
    _ first: [Element], _ second: [Element], countsSwaps: Bool = false
  ) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for (row, element) in first.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(last.count)
      for (column, other) in second.enumerated() {
        var cost = min(
          last[column] + (element == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if countsSwaps, row > 0, column > 0, element == second[column - 1],
          first[row - 1] == other
        {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      beforeLast = last
      last = current
    }
    return last[second.count]
  }
}
