import DataStructures

/// The candidate that a misspelled word most likely stands for; nil if none is close.
///
/// Close means one edit in a short word, up to a third of the letters in a long one, or a prefix of
/// the candidate. On ties the first candidate wins.
package func nearestSpelling(to word: String, among candidates: [String]) -> String? {
  let typed = Array(word.lowercased().utf8)
  let limit = max(1, typed.count / 3)
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let distance = EditDistance.between(
      typed, Array(candidate.lowercased().utf8), countsSwaps: true)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  if let best { return best.candidate }
  guard typed.count >= 3 else { return nil }
  return candidates.first { $0.utf8.starts(with: typed) }
}
