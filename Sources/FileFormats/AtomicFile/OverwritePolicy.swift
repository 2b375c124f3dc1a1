/// What to do if an output exists already.
public enum OverwritePolicy: Sendable {
  /// Throw an error.
  case refuse
  /// Put the new output in its place; a file is replaced once the new one is complete.
  case replace
}
