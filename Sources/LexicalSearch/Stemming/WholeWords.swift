/// No stemming: only equal words match, in any language.
public struct WholeWords: WordStemmer {
  /// The name on the command line and in files.
  public static let name = "none"
  /// What it does.
  public static let help = "Only equal words match."

  /// The stemmer, which has no settings.
  public init() {}

  /// Leaves the word as it is.
  public func stem(_ word: inout [UInt8]) {}
}
