/// What a shell may offer in the place of a value.
public enum CompletionKind: Sendable, Equatable {
  /// Nothing that a shell could know.
  case none
  /// Names of files and folders.
  case file
  /// Names of folders.
  case directory
  /// One of these words.
  case words([String])
}
