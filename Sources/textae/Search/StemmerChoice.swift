import CommandLineKit
import LexicalSearch

/// The values of `--stemmer`.
struct StemmerChoice: ArgumentValue {
  let argumentText: String

  /// The first of the list.
  static let standard = StemmerChoice(argumentText: WordStemmers.all[0].name)

  static var argumentChoices: [String] { WordStemmers.all.map { $0.name } }
  static var argumentPlaceholder: String { argumentChoices.joined(separator: "|") }
  static var argumentExpectation: String { "one of " + argumentChoices.joined(separator: ", ") }

  private init(argumentText: String) { self.argumentText = argumentText }

  init?(argument: String) {
    guard WordStemmers.named(argument) != nil else { return nil }
    argumentText = argument
  }

  /// What cuts texts into terms.
  var analyzer: TextAnalyzer {
    WordStemmers.named(argumentText).map { TextAnalyzer(stemmer: $0) } ?? TextAnalyzer()
  }
}
