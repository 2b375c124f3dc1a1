import DataStructures
import FileFormats

/// Facts about something, as aligned lines for people or a JSON object for programs.
struct Report {
  /// The first line for people, such as a path and its kind.
  let title: String
  /// Names are in camel case, as in JSON; people see the members of an object as further facts.
  let facts: [(name: String, value: JSONValue)]

  var json: JSONValue {
    .object(facts.map { JSONValue.Member(key: $0.name, value: $0.value) })
  }

  /// The facts in words.
  var lines: [(name: String, value: String)] {
    let flat = facts.flatMap { fact in
      fact.value.members.map { $0.map { (name: $0.key, value: $0.value) } } ?? [fact]
    }
    return flat.map {
      (name: TextFormat.words(ofCamelCase: $0.name), value: Self.plain($0.value))
    }
  }

  var text: String {
    let shown = lines
    let width = shown.map(\.name.count).max() ?? 0
    let indented = shown.map { name, value in
      "  \(TextFormat.padded(name, to: width))  \(value)\n"
    }
    return title + "\n" + indented.joined()
  }

  private static func plain(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .array(let elements): elements.map(plain).joined(separator: ", ")
    case .bool(let value): value ? "yes" : "no"
    // Four digits for people; JSON has them all.
    case .number(let value): TextFormat.significant(value, digits: 4)
    case .object(let members):
      members.map { "\(TextFormat.words(ofCamelCase: $0.key)) \(plain($0.value))" }.joined(
        separator: ", ")
    default: value.jsonText
    }
  }
}
