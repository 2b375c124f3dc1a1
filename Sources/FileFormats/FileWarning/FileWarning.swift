/// Something odd about a file that is read all the same, such as words that are left out.
///
/// ```swift
/// FileWarning.$handler.withValue({ print("warning:", $0) }) {
///   // Whatever is opened here tells `print`.
/// }
/// ```
public struct FileWarning: Equatable, Sendable, CustomStringConvertible {
  /// The path as it was given, `standard input` for `-`.
  public let path: String
  /// What is odd, and what was done about it.
  public let reason: String

  /// Receives warnings; nil ignores them. A reader keeps the one that was set when it was opened.
  @TaskLocal public static var handler: (@Sendable (FileWarning) -> Void)?

  /// A warning about one file.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// Which file and what, as a clause.
  public var description: String { "\(path): \(reason)" }
}
