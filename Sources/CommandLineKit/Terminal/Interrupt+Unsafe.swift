import Foundation
import Synchronization

/// A request to stop: Ctrl-C, a termination signal, or a terminal that was closed.
///
/// The first signal sets a flag that long work checks. The second ends the process at once, except
/// a hang-up, which both the shell and the system send.
public enum Interrupt {
  private static let count = Atomic<Int>(0)
  private static let isPatient = Atomic<Bool>(true)

  /// Whether a signal has come.
  public static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  /// Throws ``Interrupted`` if a signal has come; `saved` says what was saved, if anything.
  public static func check(saved: String? = nil) throws {
    if isRequested { throw Interrupted(saved: saved) }
  }

  /// Does work that has nothing to save: meanwhile the first signal ends the process at once.
  public static func endingAtOnce<Result>(_ work: () throws -> Result) throws -> Result {
    isPatient.store(false, ordering: .sequentiallyConsistent)
    defer { isPatient.store(true, ordering: .sequentiallyConsistent) }
    try check()
    return try work()
  }

  /// Lets the next Ctrl-C end the process at once, for commands that wait for input.
  public static func restoreDefault() {
    for number in requests { signal(number, SIG_DFL) }
  }

  /// Handles the signals that would end the process before it can save or report.
  package static func install() {
    // The statics must exist before a handler uses them, since their first use takes a lock.
    _ = count.load(ordering: .relaxed)
    _ = isPatient.load(ordering: .relaxed)
    for number in requests {
      signal(number) { number in
        let before = Interrupt.count.wrappingAdd(1, ordering: .sequentiallyConsistent).oldValue
        let insists = before > 0 && number != SIGHUP
        if insists || !Interrupt.isPatient.load(ordering: .sequentiallyConsistent) {
          // `exit` would run destructors inside a signal handler.
          _exit(ExitStatus.interrupted.rawValue)
        }
      }
    }
    unblock(requests)
    // A write then fails with EPIPE or EFBIG, and is reported like any other failure.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// The signals that ask to stop; under `nohup`, closing the terminal does not.
  private static let requests: [Int32] = {
    let ignored = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    let before = signal(SIGHUP, SIG_IGN)
    signal(SIGHUP, before)
    return unsafe unsafeBitCast(before, to: Int.self) == ignored
      ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
  }()

  /// Unblocks signals that the parent process had blocked; they would never arrive.
  private static func unblock(_ numbers: [Int32]) {
    var set = sigset_t()
    // The set is a local variable, filled by the calls before it is used.
    unsafe sigemptyset(&set)
    for number in numbers { unsafe sigaddset(&set, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}
