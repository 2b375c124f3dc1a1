/// The form in which a template wants the filler of a slot: `{dish.the}`, `{action.past}`.
enum WordForm: String, CaseIterable {
  case plain
  // Noun phrases and what agrees with them.
  case the, a, many, `is`, was, has
  // Verbs.
  case past, s, ing, done
}
