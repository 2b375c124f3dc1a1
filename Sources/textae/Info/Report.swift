import FileFormats
import Foundation

/// Facts about one thing, for people as aligned lines and for programs as a JSON object.
struct Report {
  /// The first line for people, such as the path and what it is.
  let title: String
  /// Names in camel case, as JSON has them; for people the members of an object stand among the others.
  let facts: [(name: String, value: JSONValue)]

  var json: JSONValue {
    .object(facts.map { JSONValue.Member(key: $0.name, value: $0.value) })
  }

  var text: String {
    let flat = facts.flatMap { fact in
      fact.value.members.map { $0.map { (name: $0.key, value: $0.value) } } ?? [fact]
    }
    let shown = flat.map { (name: Self.spaced($0.name), value: Self.plain($0.value)) }
    let width = shown.map(\.name.count).max() ?? 0
    let lines = shown.map { name, value in
      "  \(name)\(String(repeating: " ", count: width - name.count))  \(value)\n"
    }
    return title + "\n" + lines.joined()
  }

  private static func plain(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .array(let elements): elements.map(plain).joined(separator: ", ")
    case .bool(let value): value ? "yes" : "no"
    case .number(let value): significant(value)
    case .object(let members):
      members.map { "\(spaced($0.key)) \(plain($0.value))" }.joined(separator: ", ")
    default: value.jsonText
    }
  }

  /// A number with as many digits as people read; JSON has them all.
  private static func significant(_ value: Double) -> String {
    guard value.isFinite, value != 0, value.magnitude < 1e15 else { return "\(value)" }
    if value.magnitude >= 1_000 { return "\(Int(value.rounded()))" }
    let scale = pow(10, 3 - log10(value.magnitude).rounded(.down))
    return "\((value * scale).rounded() / scale)"
  }

  /// `vocabularySize` becomes `vocabulary size`.
  private static func spaced(_ name: String) -> String {
    name.reduce(into: "") { result, character in
      if character.isUppercase { result += " " }
      result += character.lowercased()
    }
  }
}
