/// Words that a full stop does not end a sentence after.
enum Abbreviations {
  /// Whether a sentence goes on after `word` and a full stop, if `next` is the word behind it.
  static func mayGoOn(_ word: String, before next: String) -> Bool {
    let small = word.lowercased()
    if titles.contains(small) { return true }
    if references.contains(small) { return next.first?.isNumber ?? false }
    // An initial, as in "J. Smith", and "U.S.", unless a new sentence seems to begin.
    if word.unicodeScalars.count == 1, word.unicodeScalars.first?.properties.isUppercase ?? false {
      return word != "I" && !starters.contains(next)
    }
    let parts = small.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count > 1 && parts.allSatisfy { $0.count == 1 && $0.first?.isLetter ?? false }
      && !starters.contains(next)
  }

  /// A name or a number always follows these.
  private static let titles: Set = [
    "mr", "mrs", "ms", "mx", "dr", "prof", "st", "gen", "col", "capt", "cmdr", "lt", "maj", "sgt",
    "rev", "hon", "gov", "sen", "rep", "pres", "messrs", "mt", "ft", "vs", "cf", "viz", "approx",
    "al", "ca", "resp",
  ]

  /// A number behind these belongs to them.
  private static let references: Set = [
    "no", "nos", "fig", "figs", "vol", "p", "pp", "eq", "eqs", "sec", "ch", "art", "chap", "ref",
    "refs", "tab", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec",
  ]

  /// Words that sentences often begin with.
  private static let starters: Set = [
    "The", "A", "An", "He", "She", "It", "We", "They", "You", "I", "This", "That", "These", "In",
    "On", "At", "But", "And", "If", "When", "There", "However",
  ]
}
