import LanguageModel

/// The little words of a sentence that its meaning hangs on: numbers, who it is about, colors, whether it
/// denies or asks.
///
/// Vectors hardly tell "two" from "three", or "good" from "not good". The words are English; of other
/// languages only numbers in digits and question marks are known.
struct MeaningMarks {
  private let numbers: [String]
  private let persons: Set<Int>
  private let isDenied: Bool
  private let isQuestion: Bool
  private let details: Set<Int>

  /// The marks of a sentence, by the keys of its words and marks.
  init(_ keys: [String]) {
    numbers = keys.filter { Self.numberWords.contains($0) || $0.contains(where: \.isNumber) }
      .sorted()
    persons = Set(keys.compactMap { Self.persons[$0] })
    details = Set(keys.compactMap { Self.details[$0] })
    let denials = keys.count {
      Self.denials.contains($0) || $0.hasSuffix("n't") || $0.hasSuffix("n’t")
    }
    isDenied = denials % 2 == 1
    isQuestion = keys.last == "?"
  }

  /// Whether another sentence has the same numbers and persons, denies and asks alike, and adds no
  /// color, no man or woman and no praise or blame. It may leave one out.
  func areKept(by other: MeaningMarks) -> Bool {
    (numbers, persons) == (other.numbers, other.persons)
      && (isDenied, isQuestion) == (other.isDenied, other.isQuestion)
      && other.details.isSubset(of: details)
  }

  private static let numberWords: Set = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "first", "second", "third", "both", "half", "several", "many", "few",
  ]
  private static let denials: Set = [
    "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "hardly",
    "cannot",
  ]
  private static let persons = numbered([
    ["i", "me", "my", "mine", "myself"], ["you", "your", "yours"], ["he", "him", "his"],
    ["she", "her", "hers"], ["we", "us", "our", "ours"], ["they", "them", "their", "theirs"],
  ])
  private static let details = numbered([
    [
      "man", "men", "guy", "guys", "boy", "boys", "gentleman", "father", "brother", "son",
      "husband",
    ],
    ["woman", "women", "lady", "ladies", "girl", "girls", "mother", "sister", "daughter", "wife"],
    ["red"], ["blue"], ["green"], ["yellow"], ["orange"], ["purple"], ["pink"], ["brown"],
    ["black"],
    ["white"], ["gray", "grey"], ["best"], ["worst"], ["good"], ["bad"], ["always"], ["must"],
  ])

  /// The number of the list that a word is in.
  private static func numbered(_ lists: [[String]]) -> [String: Int] {
    Dictionary(
      uniqueKeysWithValues: lists.enumerated().flatMap { number, words in words.map { ($0, number) }
      })
  }
}
