/// Words that say little in any text of a language, such as articles and prepositions.
///
/// In thousands of texts they are told by how many have them. A few texts do not tell: "with" may be in
/// one of them, like the word that was meant. So a query counts these words less, the fewer texts there
/// are.
public struct CommonWords: Sendable {
  /// The stems, in UTF-8.
  private let stems: Set<[UInt8]>

  /// What such a word counts among very few texts, as a share of another word.
  static let least = 0.2
  /// Among so many texts, half of what it counts less is left.
  static let halfway = 200.0

  /// The common words of English, stemmed by ``EnglishStemmer``.
  public static let english = CommonWords(
    """
    a about above after again against all also am an and any are as at be because been before being below
    between both but by can cannot could did do does doing down during each few for from further get got
    had has have having he her here hers herself him himself his how i if in into is it its itself just
    let may me might more most must my myself no nor not of off on once only or other our ours ourselves
    out over own same shall she should so some such than that the their theirs them themselves then there
    these they this those through to too under until up upon us very was we were what when where which
    while who whom whose why will with within without would you your yours yourself yourselves
    """, stemmer: EnglishStemmer())

  /// Words, separated by white space, with the stemmer of the texts.
  init(_ words: String, stemmer: some WordStemmer) {
    stems = Set(TextAnalyzer(stemmer: stemmer).terms(of: words))
  }

  /// Those of the language of a stemmer; nil for a stemmer of any language.
  static func ofLanguage(of stemmer: any WordStemmer) -> CommonWords? {
    stemmer is EnglishStemmer ? english : nil
  }

  /// What a term counts among `documents` texts: 0.2 to 1.
  func share(of term: [UInt8], documents: Int) -> Double {
    guard stems.contains(term) else { return 1 }
    return 1 - (1 - Self.least) * Self.halfway / (Self.halfway + Double(documents))
  }
}
