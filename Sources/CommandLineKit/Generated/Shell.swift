/// A shell whose completions can be generated.
public enum Shell: String, ArgumentChoice {
  /// GNU bash 4 and later.
  case bash
  /// Z shell.
  case zsh
  /// fish.
  case fish
}
