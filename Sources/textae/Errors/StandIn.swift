import CommandLineKit
import DataStructures

/// Files that stand for standard input, so that messages can name what the user gave.
enum StandIn {
  private static let paths = Locked<Set<String>>([])
  private static let name = "standard input"

  /// From now on, messages call the file at `path` standard input.
  static func add(_ path: String) {
    paths.withLock { _ = $0.insert(path) }
  }

  /// The message with the name that users know.
  static func named(_ message: String) -> String {
    paths.withLock { $0 }.reduce(message) { $0.replacing($1, with: name) }
  }

  /// The failure with the name that users know.
  static func named(_ failure: CommandFailure) -> CommandFailure {
    paths.withLock { $0 }.reduce(failure) { $0.renaming($1, to: name) }
  }
}
