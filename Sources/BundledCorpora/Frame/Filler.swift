/// A word or phrase that fills a slot, with what grammar needs to know about it.
///
/// In a frame file, the first character of a filler tells its kind: `~bread` is a mass noun,
/// `+scissors` a plural, `=my sister` has its own determiner. A capital letter makes a name, unless
/// it is marked: `*Roman` is an ordinary word.
struct Filler: Equatable {
  enum Kind { case count, mass, plural, complete }

  let text: String
  let kind: Kind

  /// Nil if nothing is left after the first character, or if the text has stray spaces.
  init?(_ source: String) {
    var rest = Substring(source)
    switch source.first {
    case "~": kind = .mass
    case "+": kind = .plural
    case "=": kind = .complete
    case "*": kind = .count
    case .some(let first) where first.isUppercase: kind = .complete
    default: kind = .count
    }
    if let first = rest.first, "~+=*".contains(first) { rest.removeFirst() }
    let allowed = rest.allSatisfy { $0.isLetter || $0.isNumber || " '-".contains($0) }
    guard let first = rest.first, first != " ", !rest.contains("  "), allowed else { return nil }
    text = String(rest)
  }

  func form(_ form: WordForm, _ lexicon: Lexicon) -> String {
    switch form {
    case .plain: return text
    case .the: return kind == .complete ? text : "the " + text
    case .a:
      switch kind {
      case .count: return "a " + text
      case .mass, .plural: return "some " + text
      case .complete: return text
      }
    case .many: return kind == .count ? lexicon.plural(text) : text
    case .is: return kind == .plural ? "are" : "is"
    case .was: return kind == .plural ? "were" : "was"
    case .has: return kind == .plural ? "have" : "has"
    case .past: return lexicon.past(text)
    case .s: return lexicon.thirdPerson(text)
    case .ing: return lexicon.gerund(text)
    case .done: return lexicon.participle(text)
    }
  }
}
