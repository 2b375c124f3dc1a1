import DataStructures

/// The declared parameters of a command, found by reflection.
///
/// With reflection each declaration is in one place: a separate list could miss one. It runs only
/// when a command line is parsed or help is printed.
package enum ParameterList {
  /// The heading of parameters that belong to no group.
  static let defaultSection = "Options"

  /// The parameters of a command in order of declaration, those of groups in their place.
  package static func parameters(of declarations: Any) -> [NamedParameter] {
    collect(Mirror(reflecting: declarations), section: defaultSection)
  }

  private static func collect(_ mirror: Mirror, section: String) -> [NamedParameter] {
    mirror.children.flatMap { child -> [NamedParameter] in
      if let parameter = child.value as? any Parameter {
        let property = child.label ?? ""
        let name =
          parameter.facts.explicitName
          ?? TextFormat.words(ofCamelCase: property.drop { $0 == "_" }, separator: "-")
        return [NamedParameter(name: name, section: section, parameter: parameter)]
      }
      guard let group = child.value as? any OptionGroup else { return [] }
      return collect(Mirror(reflecting: group), section: type(of: group).title)
    }
  }
}
