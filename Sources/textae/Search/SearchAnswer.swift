import DataStructures
import FileFormats
import TensorKit
import VectorSearch

/// The neighbors of one query.
struct SearchAnswer {
  let query: JSONValue
  let neighbors: [Neighbor]
  /// One per neighbor, nil where the index has none.
  let sentences: [String?]
  /// The columns beside each sentence, with their names.
  var fields: [[(name: String, value: String)]] = []
  /// Gives the percentile of a score; nil if percentiles are not shown.
  let calibration: ScoreCalibration?
  /// The words of the query that the model does not know.
  var unknownWords: [String] = []

  /// One JSON object on a line.
  var json: String {
    let found = neighbors.enumerated().map { place, neighbor in
      var members = [JSONValue.Member(key: "id", value: .integer(neighbor.id))]
      if let sentence = sentences[place] {
        members.append(JSONValue.Member(key: "sentence", value: .string(sentence)))
      }
      if !fields.isEmpty, !fields[place].isEmpty {
        let columns = fields[place].map {
          JSONValue.Member(key: $0.name, value: .string($0.value))
        }
        members.append(JSONValue.Member(key: "fields", value: .object(columns)))
      }
      // Adding zero turns −0 into 0.
      members.append(JSONValue.Member(key: "score", value: .float(neighbor.score + 0)))
      if let calibration {
        let percentile = calibration.percentile(of: neighbor.score)
        members.append(JSONValue.Member(key: "percentile", value: .number(percentile)))
      }
      return JSONValue.object(members)
    }
    let answer: [(key: String, value: JSONValue)] = [
      ("query", query), ("neighbors", .array(found)),
    ]
    return UnknownWords.json(answer, unknownWords).jsonText + "\n"
  }

  /// A line per neighbor, under a heading if there are several queries.
  func text(heading: String?) -> String {
    var text = heading.map { "# \($0)\n" } ?? ""
    for (place, neighbor) in neighbors.enumerated() {
      text += Self.rounded(neighbor.score)
      if let calibration {
        text += "\t" + Self.roundedDown(percentile: calibration.percentile(of: neighbor.score))
      }
      text += "\t\(neighbor.id)"
      if let sentence = sentences[place] { text += "\t\(sentence)" }
      for (name, value) in fields.isEmpty ? [] : fields[place] { text += "\t\(name)=\(value)" }
      text += "\n"
    }
    return text + (heading == nil ? "" : "\n")
  }

  /// Two decimals, rounded down, so that only a score above all random pairs shows as 100.00.
  static func roundedDown(percentile: Double) -> String {
    // A small addition, for hundredths whose binary value is slightly too small.
    let units = Int((percentile * 100 + 1e-6).rounded(.down))
    return TextFormat.decimal(units: units, places: 2)
  }

  /// Four decimals; further digits would differ between machines.
  static func rounded(_ score: Float) -> String { TextFormat.fixed(score, places: 4) }
}
