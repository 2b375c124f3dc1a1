import FileFormats
import SkipGram

/// The words that were found, with their scores.
struct WordAnswer {
  /// The question, as members of the JSON object.
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

  /// One line per word, under a heading if there are several questions.
  func text(heading: String?) -> String {
    let lines = neighbors.map { "\(SearchAnswer.rounded($0.score))\t\($0.word)\n" }.joined()
    return heading.map { "# \($0)\n\(lines)\n" } ?? lines
  }
}
