import DataStructures
import FileFormats
import TensorKit
import VectorSearch

/// What was found for one query.
struct SearchAnswer {
  let query: JSONValue
  let found: [FoundText]
  /// How they are numbered.
  var numbers = TextNumbers.ids
  /// Gives the percentile of a score; nil if percentiles are not shown.
  var calibration: ScoreCalibration?
  /// The words of the query that the model does not know.
  var unknownWords: [String] = []

  /// One JSON object on a line.
  var json: String { value.jsonText + "\n" }

  /// The answer for programs.
  var value: JSONValue {
    let neighbors = found.map { text in
      var members = [
        JSONValue.Member(key: numbers.key, value: .integer(numbers.number(of: text)))
      ]
      if let sentence = text.sentence {
        members.append(JSONValue.Member(key: "sentence", value: .string(sentence)))
      }
      if !text.fields.isEmpty {
        let columns = text.fields.map {
          JSONValue.Member(key: $0.name, value: .string($0.value))
        }
        members.append(JSONValue.Member(key: "fields", value: .object(columns)))
      }
      members.append(Self.member("score", text.score))
      if let parts = text.parts {
        members.append(Self.member("cosine", parts.cosine))
        members.append(Self.member("words", parts.words))
      }
      if let calibration {
        let percentile = calibration.percentile(of: text.score)
        members.append(JSONValue.Member(key: "percentile", value: .number(percentile)))
      }
      return JSONValue.object(members)
    }
    let answer: [(key: String, value: JSONValue)] = [
      ("query", query), ("neighbors", .array(neighbors)),
    ]
    return UnknownWords.json(answer, unknownWords)
  }

  private static func member(_ key: String, _ value: Float) -> JSONValue.Member {
    // Adding zero turns −0 into 0.
    JSONValue.Member(key: key, value: .float(value + 0))
  }

  /// A line per text, under a heading if there are several queries.
  func text(heading: String?) -> String {
    var text = heading.map { "# \($0)\n" } ?? ""
    for found in found {
      text += Self.rounded(found.score)
      if let calibration {
        text += "\t" + Self.roundedDown(percentile: calibration.percentile(of: found.score))
      }
      text += "\t\(numbers.number(of: found))"
      if let sentence = found.sentence { text += "\t\(sentence)" }
      for field in found.fields { text += "\t\(field.name)=\(field.value)" }
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
