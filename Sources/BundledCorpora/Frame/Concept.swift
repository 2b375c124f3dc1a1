/// One meaning with its synonyms; the first is the name that is hashed.
struct Concept: Equatable {
  let synonyms: [Filler]

  var name: String { synonyms[0].text }
}
