/// The candidate that a typing error most likely meant, or nil when none is near.
///
/// Near is one edit in a short word, up to a third of the letters in a long one, or a beginning of the
/// candidate. Among equals the first candidate wins.
package func nearestSpelling(to word: String, among candidates: [String]) -> String? {
  let typed = Array(word.lowercased().utf8)
  let limit = max(1, typed.count / 3)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(typed, Array(candidate.lowercased().utf8))
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  if let best { return best.candidate }
  guard typed.count >= 3 else { return nil }
  return candidates.first { $0.utf8.starts(with: typed) }
}

/// The least number of insertions, deletions, substitutions and swaps of neighbours that turn `first` into `second`.
package func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
  var twoBack: [Int] = []
  var previous = Array(0...second.count)
  for (row, letter) in first.enumerated() {
    var current = [row + 1]
    for (column, other) in second.enumerated() {
      var cost = min(
        previous[column] + (letter == other ? 0 : 1), previous[column + 1] + 1,
        current[column] + 1)
      if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
        cost = min(cost, twoBack[column - 1] + 1)
      }
      current.append(cost)
    }
    twoBack = previous
    previous = current
  }
  return previous[second.count]
}
