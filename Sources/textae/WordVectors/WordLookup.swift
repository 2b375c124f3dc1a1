import CommandLineKit
import SkipGram

/// Finds the word that a user typed in a model.
struct WordLookup {
  let model: SkipGramModel
  /// The name that the user gave for the model.
  let name: String

  /// The number of most frequent words to search for a similar spelling.
  private static let candidates = 100_000

  /// The word as the model has it: as typed, or in lower case; or a word that it composes.
  func word(_ typed: String) throws -> String {
    if model.row(of: typed) != nil { return typed }
    let small = typed.lowercased()
    if model.row(of: small) != nil { return small }
    if model.vector(of: typed) != nil { return typed }
    let nearest = nearestSpelling(to: typed, among: Array(model.words.prefix(Self.candidates)))
    throw CommandError.unknownWord(typed, model: name, nearest: nearest)
  }
}
