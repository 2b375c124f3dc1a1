/// How well a similarity separates pairs that belong together from those that do not.
struct PairDetection {
  /// The mean precision at each positive pair, with pairs in order of falling similarity.
  let averagePrecision: Double
  /// The largest share of right decisions over all thresholds.
  let bestAccuracy: Double
  /// The largest F1 of the positive pairs over all thresholds.
  let bestF1: Double

  /// Pairs with the same score are decided together, because a threshold cannot separate them.
  init(scores: [Double], isPositive: [Bool]) {
    precondition(scores.count == isPositive.count, "\(scores.count) scores, \(isPositive.count)")
    let positives = isPositive.count { $0 }
    let defined = !scores.contains(where: \.isNaN)
    guard positives > 0, defined else {
      averagePrecision = .nan
      bestAccuracy = scores.isEmpty ? 0 : 1 - Double(positives) / Double(scores.count)
      bestF1 = 0
      return
    }
    var (taken, right) = (0, 0)
    var precision = 0.0
    var accuracy = Double(scores.count - positives) / Double(scores.count)
    var f1 = 0.0
    for group in Correlation.tieGroups(scores).reversed() {
      let new = group.members.count { isPositive[$0] }
      taken += group.members.count
      right += new
      precision += Double(new) / Double(positives) * Double(right) / Double(taken)
      let wrong = (taken - right) + (positives - right)
      accuracy = max(accuracy, Double(scores.count - wrong) / Double(scores.count))
      f1 = max(f1, 2 * Double(right) / Double(taken + positives))
    }
    averagePrecision = precision
    bestAccuracy = accuracy
    bestF1 = f1
  }
}
