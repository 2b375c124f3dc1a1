/// Turns texts into terms: words in lower case, cut to their stems.
public struct TextAnalyzer: Sendable {
  /// What cuts the words.
  public let stemmer: any WordStemmer

  /// An analyzer with a stemmer.
  public init(stemmer: any WordStemmer = EnglishStemmer()) {
    self.stemmer = stemmer
  }

  /// The name of the stemmer.
  public var stemmerName: String { type(of: stemmer).name }

  /// The terms of a text in order, in UTF-8.
  package func terms(of text: String) -> [[UInt8]] {
    var terms: [[UInt8]] = []
    TextWords.forEach(in: text) { word, _ in
      stemmer.stem(&word)
      terms.append(word)
    }
    return terms
  }

  /// How many different terms two texts share.
  public func sharedTerms(of first: String, and second: String) -> Int {
    Set(terms(of: first)).intersection(terms(of: second)).count
  }

  /// The places of the words of `text` that have a stem in common with `query`, as ranges of UTF-8
  /// bytes, to highlight them.
  public func matches(of query: String, in text: String) -> [Range<Int>] {
    let wanted = Set(terms(of: query))
    var places: [Range<Int>] = []
    TextWords.forEach(in: text) { word, place in
      stemmer.stem(&word)
      if wanted.contains(word) { places.append(place) }
    }
    return places
  }
}
