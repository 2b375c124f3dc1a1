import LanguageModel

/// Words that say little by themselves: articles, pronouns, auxiliary verbs, and the most frequent words of a
/// text.
///
/// The frequent ones stand for those of other languages. In a small text these would be words that matter, so
/// they are at most a twentieth of its words.
struct SmallWords: Sendable {
  private let frequent: Set<UInt32>
  private let repeatable: Set<UInt32>

  private static let mostFrequent = 120
  private static let mostRepeatable = 8

  /// Those of a text.
  init(_ language: NGramModel) {
    let most = language.vocabularyCount / 20
    frequent = language.mostFrequent(min(Self.mostFrequent, most))
    repeatable = language.mostFrequent(min(Self.mostRepeatable, most))
  }

  /// Whether a word is one of them, by its key and its id.
  func contains(_ key: String, id: UInt32) -> Bool {
    Self.english.contains(key) || frequent.contains(id)
  }

  /// Whether a sentence may have a word again and again.
  func canRepeat(_ key: String, id: UInt32) -> Bool {
    Self.englishRepeatable.contains(key) || repeatable.contains(id)
  }

  private static let englishRepeatable: Set = ["a", "the", "of", "and", "to", "in", ","]

  private static let english = Set(
    """
    a an the this that these those some any
    i me my mine you your yours he him his she her hers it its we us our ours they them their theirs
    myself yourself himself herself itself ourselves yourselves themselves
    i'm you're he's she's it's we're they're i've you've we've they've i'll you'll we'll they'll i'd
    who whom whose which what there here
    am is are was were be been being have has had having do does did doing isn't aren't wasn't weren't
    haven't hasn't hadn't don't doesn't didn't 's 'm 're 've 'll 'd n't
    will would can could shall should may might must won't wouldn't can't couldn't shouldn't
    and or but if so as than because while not no nor
    of to in on at by for with from into about
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
