/// The exit statuses of a tool, those of `sysexits.h` where it has one.
public enum ExitStatus: Int32, Sendable {
  /// The job is done.
  case done = 0
  /// The job failed.
  case failed = 1
  /// The command line was wrong.
  case usage = 64
  /// The input was wrong.
  case badData = 65
  /// The user interrupted the job, which was saved first.
  case interrupted = 130
}

/// An error that knows the exit status it deserves; other errors exit with ``ExitStatus/failed``.
public protocol ExitStatusProviding: Error {
  /// The status of the process that ends with this error.
  var exitStatus: ExitStatus { get }
}

extension UsageError: ExitStatusProviding {
  /// Always ``ExitStatus/usage``.
  public var exitStatus: ExitStatus { .usage }
}

extension UsageProblem: ExitStatusProviding {
  /// Always ``ExitStatus/usage``.
  public var exitStatus: ExitStatus { .usage }
}
