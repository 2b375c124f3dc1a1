/// What to do with an output that is there already.
public enum OverwritePolicy: Sendable {
  /// Refuse to touch it.
  case refuse
  /// Go on from its checkpoint; start where there is neither checkpoint nor model.
  case resume
  /// Begin again.
  case overwrite
}
