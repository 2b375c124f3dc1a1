/// A struct of options that several commands share, or that make a section of one command's help.
public protocol OptionGroup {
  /// The heading of the section in help.
  static var title: String { get }

  /// Makes the group with nothing parsed yet.
  init()
}

/// The declared parameters of a command, found by reflection.
///
/// Reflection keeps each declaration in one place: a list beside the properties could forget one. It runs
/// once, when the command line is parsed or help is printed.
package enum ParameterList {
  /// The heading of parameters that stand outside any group.
  static let defaultSection = "Options"

  /// The parameters of `command` in the order of declaration, groups opened in place.
  package static func parameters(of command: any Command) -> [NamedParameter] {
    collect(Mirror(reflecting: command), section: defaultSection)
  }

  private static func collect(_ mirror: Mirror, section: String) -> [NamedParameter] {
    mirror.children.flatMap { child -> [NamedParameter] in
      if let parameter = child.value as? any Parameter {
        let property = child.label ?? ""
        let name = parameter.facts.explicitName ?? dashed(property.drop { $0 == "_" })
        return [NamedParameter(name: name, section: section, parameter: parameter)]
      }
      guard let group = child.value as? any OptionGroup else { return [] }
      return collect(Mirror(reflecting: group), section: type(of: group).title)
    }
  }

  /// `hiddenSize` becomes `hidden-size`.
  private static func dashed(_ name: Substring) -> String {
    name.reduce(into: "") { result, character in
      if character.isUppercase { result += "-" }
      result += character.lowercased()
    }
  }
}
