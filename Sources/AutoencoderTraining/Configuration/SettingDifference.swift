import DataStructures
import FileFormats
import Foundation

/// A setting that differs between a run and the run that it should continue.
struct SettingDifference: Equatable {
  /// The setting in words, such as "hidden size".
  let name: String
  /// Its value in the earlier run.
  let begun: String
  /// Its value now.
  let now: String

  /// The first setting, by name, in which two values of a type differ; nil if they are equal.
  ///
  /// Settings are compared as they are written to files, so that a new one cannot be forgotten
  /// here.
  init?(
    from found: some Encodable, to wanted: some Encodable, except ignored: Set<String> = []
  ) throws {
    let (old, new) = (try Self.values(found), try Self.values(wanted))
    let keys = Set(old.keys).union(new.keys).subtracting(ignored).sorted()
    guard let key = keys.first(where: { old[$0] != new[$0] }) else { return nil }
    name = Self.words(key)
    begun = old[key] ?? "none"
    now = new[key] ?? "none"
  }

  private static func values(_ settings: some Encodable) throws -> [String: String] {
    let bytes = try JSONEncoder().encode(settings)
    let members = try JSONValue(parsing: Array(bytes), path: "settings").members ?? []
    return Dictionary(
      members.map { ($0.key, Self.text($0.value)) }, uniquingKeysWith: { $1 })
  }

  private static func text(_ value: JSONValue) -> String {
    guard let elements = value.elements else { return value.text ?? value.jsonText }
    return elements.isEmpty ? "none" : elements.map(Self.text).joined(separator: " ")
  }

  /// "hiddenSize" as "hidden size"; the "is" of a Boolean is removed.
  private static func words(_ key: String) -> String {
    let spaced = TextFormat.words(ofCamelCase: key)
    return spaced.hasPrefix("is ") ? String(spaced.dropFirst(3)) : spaced
  }
}
