import CommandLineKit

struct Completions: Command {
  static let name = "completions"
  static let abstract = "Print a completion script for a shell."
  static let examples = [
    Example(
      "completions bash > ~/.local/share/bash-completion/completions/textae",
      "Completes commands, options and values in bash after the next login."),
    Example(
      "completions zsh > ~/.zfunc/_textae", "Does the same for zsh, if ~/.zfunc is in $fpath."),
    Example(
      "completions fish > ~/.config/fish/completions/textae.fish", "Does the same for fish."),
  ]

  @Argument("SHELL", "bash, zsh or fish.") var shell: Shell

  func run() throws {
    try StandardOutput.print(TextAE.tool.completionScript(for: shell))
  }
}
