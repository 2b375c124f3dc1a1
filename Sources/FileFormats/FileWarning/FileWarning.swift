import Synchronization

/// Something odd about a file that is read all the same, such as words that are left out.
///
/// ```swift
/// FileWarning.observe { print("warning:", $0) }
/// ```
public struct FileWarning: Hashable, Sendable, CustomStringConvertible {
  /// The path as it was given, `standard input` for `-`.
  public let path: String
  /// What is odd, and what was done about it.
  public let reason: String

  private static let observers = Mutex<[@Sendable (FileWarning) -> Void]>([])

  /// Lets a closure receive all warnings of this process from now on. Without one they are ignored.
  public static func observe(_ observer: @escaping @Sendable (FileWarning) -> Void) {
    observers.withLock { $0.append(observer) }
  }

  /// Tells all observers.
  package func tell() {
    for observer in Self.observers.withLock({ $0 }) { observer(self) }
  }

  /// A warning about one file.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// Which file and what, as a clause.
  public var description: String { "\(path): \(reason)" }
}
