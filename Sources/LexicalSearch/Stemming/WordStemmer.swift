/// Cuts words down to their stems, so that "searching" finds "searched".
///
/// A kind of stemmer is one type, listed in ``WordStemmers``. An index records its stemmer by name and
/// treats queries the same way.
public protocol WordStemmer: Sendable {
  /// The name on the command line and in files.
  static var name: String { get }
  /// What it does, as one sentence of help.
  static var help: String { get }

  init()

  /// Replaces a word in lower case by its stem; both are UTF-8.
  func stem(_ word: inout [UInt8])
}

/// The kinds of stemmers.
public enum WordStemmers {
  /// All kinds, the default first.
  public static let all: [any WordStemmer.Type] = [EnglishStemmer.self, WholeWords.self]

  /// The kind of this name, or nil.
  public static func named(_ name: String) -> (any WordStemmer)? {
    all.first { $0.name == name }?.init()
  }
}
