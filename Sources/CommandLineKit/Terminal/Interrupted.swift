/// Thrown when work stops because the user asked for it.
public struct Interrupted: Error, Equatable, CustomStringConvertible {
  let saved: String?

  /// `saved` says what was saved and how to continue.
  public init(saved: String? = nil) { self.saved = saved }

  /// One line for the user.
  public var description: String { saved.map { "interrupted; \($0)" } ?? "interrupted" }
}
