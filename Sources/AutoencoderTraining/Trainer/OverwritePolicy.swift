/// What to do if the output already exists.
public enum OverwritePolicy: Sendable {
  /// Throw an error.
  case refuse
  /// Resume from its checkpoint; start anew if there is neither checkpoint nor model.
  case resume
  /// Start anew and replace it.
  case overwrite
}
