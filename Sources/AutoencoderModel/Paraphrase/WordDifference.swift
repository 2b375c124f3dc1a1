import DataStructures

/// The difference between two sentences, counted in words.
package enum WordDifference {
  /// The words of a text: runs of letters, digits and apostrophes, in lower case.
  package static func words(of text: String) -> [Substring] {
    text.lowercased()[...].split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }
  }

  /// The word edit distance divided by the length of the longer text: 0 to 1.
  package static func share(_ first: String, _ second: String) -> Double {
    let (first, second) = (words(of: first), words(of: second))
    let longest = max(first.count, second.count)
    return longest == 0 ? 0 : Double(EditDistance.between(first, second)) / Double(longest)
  }
}
