/// The exit statuses of a tool; 64 and 65 are those of `sysexits.h`.
public enum ExitStatus: Int32, Sendable {
  /// Success.
  case done = 0
  /// The command failed.
  case failed = 1
  /// The command line was wrong.
  case usage = 64
  /// The input was wrong.
  case badData = 65
  /// The user interrupted the command; what could be saved was saved.
  case interrupted = 130
}
