/// The English stemmer of Snowball, also called Porter 2 (Porter 2001, "Snowball: a language for
/// stemming algorithms").
///
/// It takes off endings step by step: "relational" becomes "relat", and so does "relate". Words with
/// anything but the letters a to z and apostrophes stay as they are, and so do words of two letters.
///
///     var word = Array("generously".utf8)
///     EnglishStemmer().stem(&word)  // "generous"
public struct EnglishStemmer: WordStemmer {
  /// The name on the command line and in files.
  public static let name = "english"
  /// What it does.
  public static let help = "English endings are taken off."

  /// The stemmer, which has no settings.
  public init() {}

  /// Replaces a word in lower case by its stem; both are UTF-8.
  public func stem(_ word: inout [UInt8]) {
    guard word.count > 2, word.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x27 }) else {
      return
    }
    if let exception = Self.exceptions[word] {
      word = exception
      return
    }
    var stemming = EnglishWord(word)
    stemming.stem()
    word = stemming.letters
  }

  /// Words that the rules would treat wrongly, with their stems.
  private static let exceptions: [[UInt8]: [UInt8]] = {
    let changed = [
      "skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie",
      "idly": "idl", "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli",
      "singly": "singl",
    ]
    let unchanged = ["sky", "news", "howe", "atlas", "cosmos", "bias", "andes"]
    var table: [[UInt8]: [UInt8]] = [:]
    for (word, stem) in changed { table[Array(word.utf8)] = Array(stem.utf8) }
    for word in unchanged { table[Array(word.utf8)] = Array(word.utf8) }
    return table
  }()
}
