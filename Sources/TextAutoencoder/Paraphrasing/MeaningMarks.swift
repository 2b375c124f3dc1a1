import LanguageModel

/// The little words of a sentence that its meaning hangs on: numbers, who it is about, colors, days, whether it
/// denies or asks.
///
/// Vectors hardly tell "two" from "three", or "good" from "not good". The words are English; of other
/// languages only numbers in digits and question marks are known.
struct MeaningMarks {
  private let numbers: [String]
  private let persons: Set<Int>
  private let denialCount: Int
  private let asks: Bool
  private let details: Set<Int>

  /// The marks of a whole sentence, by the keys of its words and marks.
  init(_ keys: [String]) {
    let words = keys.map { $0.replacing("’", with: "'") }
    let stems = words.map(Self.stem)
    numbers = stems.compactMap(Self.number).sorted()
    persons = Set(stems.compactMap { Self.persons[$0] })
    details = Set(stems.compactMap { Self.details[$0] })
    denialCount = Self.denialCount(words)
    asks = Self.asks(keys)
  }

  /// Whether another sentence has the same numbers and persons, denies as often and asks alike, and adds no
  /// color, no day or month, no man or woman and no praise or blame. It may leave one out.
  func areKept(by other: MeaningMarks) -> Bool {
    (numbers, persons) == (other.numbers, other.persons)
      && (denialCount, asks) == (other.denialCount, other.asks)
      && other.details.isSubset(of: details)
  }

  /// Whether a sentence has a question mark, at its end or before.
  static func asks(_ keys: some Sequence<String>) -> Bool {
    keys.contains { questionMarks.contains($0) }
  }

  /// A word without what an apostrophe adds: "i" of "i'm", "man" of "man's".
  private static func stem(_ word: String) -> String {
    guard let apostrophe = word.firstIndex(of: "'"), apostrophe > word.startIndex else {
      return word
    }
    return String(word[..<apostrophe])
  }

  /// What a word counts, the same for "2" and "two"; nil for no number.
  private static func number(_ word: String) -> String? {
    numbersByName[word] ?? (word.contains(where: \.isNumber) ? word : nil)
  }

  /// How often words deny; "neither … nor" does it once.
  private static func denialCount(_ words: [String]) -> Int {
    let denying = words.filter { denials.contains($0) || $0.hasSuffix("n't") }
    return denying.contains("neither") ? denying.count { $0 != "nor" } : denying.count
  }

  private static let questionMarks: Set = ["?", "？", "؟"]
  private static let numbersByName: [String: String] = {
    let upToTwenty = [
      "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
      "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ]
    let tens = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"]
    let ordinals = [
      "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
      "eleventh", "twelfth",
    ]
    let others = [
      "thousand", "million", "billion", "tens", "dozens", "hundreds", "thousands", "millions",
      "once", "twice", "both", "half", "several", "many", "few",
    ]
    let endings = [1: "st", 2: "nd", 3: "rd"]
    var names = Dictionary(uniqueKeysWithValues: others.map { ($0, $0) })
    for (place, word) in upToTwenty.enumerated() { names[word] = String(place + 2) }
    for (place, word) in tens.enumerated() { names[word] = String(10 * (place + 3)) }
    for (place, word) in ordinals.enumerated() {
      names[word] = "\(place + 1)\(endings[place + 1] ?? "th")"
    }
    names["dozen"] = names["twelve"]
    return names
  }()
  private static let denials: Set = [
    "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without",
    "hardly", "cannot",
  ]
  private static let persons = numbered([
    "i me my mine myself", "you your yours yourself yourselves", "he him his himself",
    "she her hers herself", "we us our ours ourselves", "they them their theirs themselves",
  ])
  private static let details = numbered(
    [
      "man men guy guys boy boys gentleman father brother son husband",
      "woman women lady ladies girl girls mother sister daughter wife",
      "red", "blue", "green", "yellow", "orange", "purple", "pink", "brown", "black", "white",
      "gray grey", "best", "worst", "good", "bad", "always", "must",
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
      // "may" is more often a verb than a month.
      "january", "february", "march", "april", "june", "july", "august", "september", "october",
      "november", "december", "today", "tonight", "tomorrow", "yesterday",
    ])

  /// The number of the line that a word is in.
  private static func numbered(_ lines: [String]) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: lines.enumerated().flatMap { number, line in
        line.split(separator: " ").map { (String($0), number) }
      })
  }
}
