import DataStructures
import FileFormats
import TensorKit
import VectorSearch

/// What was found for one query.
struct SearchAnswer {
  let query: JSONValue
  let neighbors: [Neighbor]
  /// One for each neighbor; nil if the query is a vector.
  let sentences: [String?]?
  /// Tells the percentile of a score, if that is shown.
  let calibration: ScoreCalibration?

  /// One JSON object on a line.
  var json: String {
    let found = neighbors.enumerated().map { place, neighbor in
      var members = [JSONValue.Member(key: "id", value: .integer(neighbor.id))]
      if let sentence = sentences?[place] {
        members.append(JSONValue.Member(key: "sentence", value: .string(sentence)))
      }
      // Adding zero turns a product of -0 into 0.
      members.append(JSONValue.Member(key: "score", value: .float(neighbor.score + 0)))
      if let calibration {
        let percentile = calibration.percentile(of: neighbor.score)
        members.append(JSONValue.Member(key: "percentile", value: .number(percentile)))
      }
      return JSONValue.object(members)
    }
    let object: JSONValue = ["query": query, "neighbors": .array(found)]
    return object.jsonText + "\n"
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
      if let sentence = sentences?[place] { text += "\t\(sentence)" }
      text += "\n"
    }
    return text + (heading == nil ? "" : "\n")
  }

  /// Two decimals, rounded down, so that only a score above all random pairs is shown as 100.00.
  static func roundedDown(percentile: Double) -> String {
    // A little more, for hundredths whose binary fraction is slightly too small.
    let units = Int((percentile * 100 + 1e-6).rounded(.down))
    return TextFormat.decimal(units: units, places: 2)
  }

  /// Four digits behind the point; more would differ between machines.
  static func rounded(_ score: Float) -> String { TextFormat.fixed(score, places: 4) }
}
