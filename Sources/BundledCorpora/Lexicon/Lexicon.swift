/// The irregular English words that the frames use; everything else is inflected by rule.
///
/// A lexicon file has one word per line: `verb write wrote written`, `noun child children`,
/// `a university` (a vowel letter that takes "a"), `an hour` (a consonant letter that takes "an").
struct Lexicon {
  private(set) var verbs: [String: (past: String, participle: String)] = [:]
  private(set) var plurals: [String: String] = [:]
  private(set) var articles: [String: String] = [:]

  init(contentsOf path: String) throws(CorpusError) {
    for line in try DataFileLines.read(path, comments: true) {
      try add(line)
    }
  }

  private mutating func add(_ line: TextLine) throws(CorpusError) {
    let words = line.text.split(separator: " ").map(String.init)
    switch (words[0], words.count) {
    case ("verb", 4):
      try refuse(verbs[words[1]] != nil, "verb", words[1], line)
      verbs[words[1]] = (words[2], words[3])
    case ("noun", 3):
      try refuse(plurals[words[1]] != nil, "noun", words[1], line)
      plurals[words[1]] = words[2]
    case ("a", 2), ("an", 2):
      let word = words[1].lowercased()
      try refuse(articles[word] != nil, "article of", words[1], line)
      articles[word] = words[0]
    default:
      throw line.malformed(
        expected: "'verb BASE PAST PARTICIPLE', 'noun ONE MANY', 'a' or 'an WORD'")
    }
  }

  private func refuse(_ seen: Bool, _ kind: String, _ name: String, _ line: TextLine)
    throws(CorpusError)
  {
    if seen {
      throw .duplicateName(path: line.path, line: line.number, kind: kind, name: name)
    }
  }
}
