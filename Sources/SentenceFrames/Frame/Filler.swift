/// A word or phrase that fills a slot, with what grammar must know about it.
///
/// In a frame file a filler's first character tells its kind: `~bread` is a mass noun, `+scissors`
/// a plural, `=my sister` brings its own determiner, a capital letter makes a name, `*Roman` an ordinary word with a capital letter.
struct Filler: Equatable {
  enum Kind { case count, mass, plural, complete }

  let text: String
  let kind: Kind

  /// Nil if nothing is left after the mark, or the text has stray spaces.
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

/// How a template wants a slot's filler: `{dish.the}`, `{action.past}`.
enum WordForm: String, CaseIterable {
  case plain
  // Noun phrases and what agrees with them.
  case the, a, many, `is`, was, has
  // Verbs.
  case past, s, ing, done
}

/// One meaning with its synonyms; the first is the name by which the meaning is hashed.
struct Concept: Equatable {
  let synonyms: [Filler]

  var name: String { synonyms[0].text }
}

/// The concepts that may fill a slot.
struct FillerClass {
  let name: String
  var concepts: [Concept]
}
