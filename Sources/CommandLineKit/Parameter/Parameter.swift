/// A declared parameter: the parser fills it, the command reads it.
package protocol Parameter: AnyObject {
  var facts: ParameterFacts { get }
  var isSet: Bool { get }
  /// Takes one value, or none for a flag; false if the text does not spell an allowed value.
  func take(_ text: String) -> Bool
  /// Takes a default, which a value from the user replaces; false if the text does not spell one.
  func takeDefault(_ text: String) -> Bool
}
