import CommandLineKit
import Foundation

/// The options of all commands that run for a while.
struct RunOptions: OptionGroup {
  static let title = "Options"

  @Option(
    "Number of threads; 0 means one per core. The result does not depend on it.", name: "threads",
    .within(0...1_024))
  var threadsWanted = 0
  @Flag("Show only warnings and errors.") var quiet

  /// At most one per core: more threads would only wait for each other.
  var threads: Int { min(threadsWanted, ProcessInfo.processInfo.activeProcessorCount) }

  var console: Console { Console(quiet: quiet) }
}
