import CommandLineKit

/// What every command that works for a while takes.
struct RunOptions: OptionGroup {
  static let title = "Options"

  @Option("Threads; 0 for one a core. The result does not depend on it.", .within(0...1_024))
  var threads = 0
  @Flag("Show warnings and errors only.") var quiet

  var console: Console { Console(quiet: quiet) }
}
