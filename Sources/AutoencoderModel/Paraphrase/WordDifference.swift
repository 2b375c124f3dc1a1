/// How much of a sentence was changed, counted in words.
package enum WordDifference {
  /// The words of a text: runs of letters, digits and apostrophes, in small letters.
  package static func words(of text: String) -> [Substring] {
    text.lowercased()[...].split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }
  }

  /// Words inserted, left out or exchanged, over the words of the longer text: 0 to 1.
  package static func share(_ first: String, _ second: String) -> Double {
    let (first, second) = (words(of: first), words(of: second))
    let longest = max(first.count, second.count)
    return longest == 0 ? 0 : Double(edits(first, second)) / Double(longest)
  }

  /// The least number of insertions, deletions and substitutions (Wagner and Fischer 1974).
  private static func edits(_ first: [Substring], _ second: [Substring]) -> Int {
    var row = Array(0...second.count)
    for (i, word) in first.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in second.enumerated() {
        let substituted = diagonal + (word == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
      }
    }
    return row[second.count]
  }
}
