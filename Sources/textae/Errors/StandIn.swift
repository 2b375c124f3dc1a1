import CommandLineKit
import DataStructures

/// Files that stand for standard input or a pipe, so that messages can name what the user gave.
enum StandIn {
  private static let paths = Locked<[String: String]>([:])

  /// From now on, messages call the file at `path` standard input, or by another name.
  static func add(_ path: String, for name: String = "standard input") {
    paths.withLock { $0[path] = name }
  }

  /// The message with the name that users know.
  static func named(_ message: String) -> String {
    paths.withLock { $0 }.reduce(message) { $0.replacing($1.key, with: $1.value) }
  }

  /// The failure with the name that users know.
  static func named(_ failure: CommandFailure) -> CommandFailure {
    paths.withLock { $0 }.reduce(failure) { $0.renaming($1.key, to: $1.value) }
  }
}
