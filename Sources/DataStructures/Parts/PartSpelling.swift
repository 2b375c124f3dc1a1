/// A part as it is spelled: a name and numbers, such as `drop:0.2`.
package struct PartSpelling {
  /// The name as written.
  package let name: String
  /// The texts after the colons.
  package let fields: [Substring]

  package init(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    name = String(parts[0])
    fields = Array(parts.dropFirst())
  }

  /// The kind with this name in a list; nil if there is none.
  package func kind<Kind>(among kinds: [Kind], _ partKind: (Kind) -> any PartKind.Type) -> Kind? {
    kinds.first { partKind($0).name == name || partKind($0).formerNames.contains(name) }
  }

  /// The numbers of a kind from its fields; nil if there are too many, too few, or any out of
  /// bounds.
  package static func values(
    _ fields: some Collection<Substring>, of parameters: [PartParameter]
  ) -> [Double]? {
    guard fields.count <= parameters.count else { return nil }
    var values: [Double] = []
    var rest = fields[...]
    for parameter in parameters {
      let field = rest.popFirst()
      guard let value = field.map({ Double($0) }) ?? parameter.standard, parameter.allows(value)
      else { return nil }
      values.append(value)
    }
    return values
  }

  /// The numbers as text, each preceded by a colon, without trailing default values.
  package static func text(_ values: [Double], of parameters: [PartParameter]) -> String {
    var given = Array(zip(values, parameters))
    while let (value, parameter) = given.last, value == parameter.standard { given.removeLast() }
    return given.map { ":\($0.0.shortText)" }.joined()
  }
}

extension Array {
  /// The spellings of all kinds for a message: "drop:P with P from 0 to 1, or …".
  package func spellings(_ partKind: (Element) -> any PartKind.Type) -> String {
    let all = map { kind in
      let kind = partKind(kind)
      let bounds = kind.parameters.map(\.bounds).joined(separator: " and ")
      return bounds.isEmpty ? kind.placeholder : "\(kind.placeholder) with \(bounds)"
    }
    return all.count < 2
      ? all.joined() : all.dropLast().joined(separator: ", ") + " or " + (all.last ?? "")
  }
}

extension Double {
  /// The shortest text that parses to the same number, without a fraction for whole numbers.
  package var shortText: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
