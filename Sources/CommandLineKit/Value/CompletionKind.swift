/// What a shell can offer as a value.
public enum CompletionKind: Sendable, Equatable {
  /// Nothing.
  case none
  /// Files and folders.
  case file
  /// Folders.
  case directory
  /// One of these words.
  case words([String])
}
