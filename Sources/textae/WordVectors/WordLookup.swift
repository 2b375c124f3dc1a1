import CommandLineKit
import FileFormats
import SkipGram

/// Finds what a user typed among the words of a model.
struct WordLookup {
  let model: SkipGramModel
  /// As the user named the model.
  let name: String

  /// A typing error is looked for among so many of the most frequent words.
  private static let candidates = 100_000

  /// The word as it stands in the model: as typed, or else in small letters.
  func word(_ typed: String) throws -> String {
    if model.row(of: typed) != nil { return typed }
    let small = typed.lowercased()
    if model.row(of: small) != nil { return small }
    let nearest = nearestSpelling(to: typed, among: Array(model.words.prefix(Self.candidates)))
    throw CommandFailure(
      "no vector for the word \"\(typed)\"", at: name,
      advice: nearest.map { "did you mean \"\($0)\"?" } ?? "it was too rare in the training text",
      exitStatus: .badData)
  }
}

/// Words that were found, with their scores.
struct WordAnswer {
  /// What was asked, as members of the JSON object.
  let question: [(key: String, value: JSONValue)]
  let neighbors: [WordNeighbor]

  /// One JSON object on a line.
  var json: String {
    let found = neighbors.map { neighbor -> JSONValue in
      ["word": .string(neighbor.word), "score": .float(neighbor.score)]
    }
    let members = question.map { JSONValue.Member(key: $0.key, value: $0.value) }
    return JSONValue.object(members + [.init(key: "neighbors", value: .array(found))]).jsonText
      + "\n"
  }

  /// A line a word, under a heading where there are several questions.
  func text(heading: String?) -> String {
    let lines = neighbors.map { "\(SearchAnswer.rounded($0.score))\t\($0.word)\n" }.joined()
    return heading.map { "# \($0)\n\(lines)\n" } ?? lines
  }
}
