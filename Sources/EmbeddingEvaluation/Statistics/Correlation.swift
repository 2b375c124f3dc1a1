/// Correlation of two series, in double precision, with ties and undefined values as in SciPy.
///
/// An undefined or infinite value in either series, a series without variation, or fewer than two
/// values give an undefined result (`nan`), as in `scipy.stats.pearsonr` and `spearmanr`; nothing
/// is left out silently.
public enum Correlation {
  /// Pearson's r: how well a straight line describes the pairs, −1 to 1.
  public static func pearson(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "\(x.count) values against \(y.count)")
    guard x.count >= 2, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else { return .nan }
    guard varies(x), varies(y) else { return .nan }
    let (first, second) = (direction(x), direction(y))
    var sum = 0.0
    for i in first.indices { sum += first[i] * second[i] }
    return min(1, max(-1, sum))
  }

  /// Spearman's ρ: Pearson's r of the ranks, tied values sharing their average rank.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double {
    guard !x.contains(where: \.isNaN), !y.contains(where: \.isNaN) else { return .nan }
    return pearson(averageRanks(x), averageRanks(y))
  }

  /// The rank of every value, from 1 for the smallest; equal values share the mean of their ranks.
  ///
  /// Infinite values have ranks too; the values must not be undefined.
  public static func averageRanks(_ values: [Double]) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    for group in tieGroups(values) {
      let rank = Double(group.start) + (Double(group.members.count) + 1) / 2
      for member in group.members { ranks[member] = rank }
    }
    return ranks
  }

  /// The indices of `values` in groups of equal value, smallest first; `start` of them come before.
  static func tieGroups(_ values: [Double]) -> [(start: Int, members: ArraySlice<Int>)] {
    precondition(!values.contains(where: \.isNaN), "undefined values have no rank")
    let order = values.indices.sorted {
      values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1
    }
    var groups: [(start: Int, members: ArraySlice<Int>)] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      groups.append((start, order[start..<end]))
      start = end
    }
    return groups
  }

  private static func varies(_ values: [Double]) -> Bool {
    values.contains { $0 != values[0] }
  }

  /// The values less their mean, divided by their length.
  private static func direction(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    let centered = values.map { $0 - mean }
    // Divided by the largest first, so that the squares neither overflow nor vanish.
    let largest = centered.reduce(0) { max($0, abs($1)) }
    let scaled = centered.map { $0 / largest }
    let length = scaled.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return scaled.map { $0 / length }
  }
}
