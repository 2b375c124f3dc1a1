import Foundation
import Synchronization

/// The user's wish to stop, from Ctrl-C, a termination signal or a terminal that was closed.
///
/// The first signal sets a flag that long work looks at; the second ends the process at once, unless it is that of
/// a terminal, which comes from the shell and again from the system.
public enum Interrupt {
  private static let count = Atomic<Int>(0)
  private static let isPatient = Atomic<Bool>(true)

  /// Whether a signal has come.
  public static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

  /// Throws ``Interrupted`` if a signal has come; `saved` says what was kept, if anything.
  public static func check(saved: String? = nil) throws {
    if isRequested { throw Interrupted(saved: saved) }
  }

  /// Does work that leaves nothing to save: until it is done, the first signal ends the process at once.
  public static func endingAtOnce<Result>(_ work: () throws -> Result) throws -> Result {
    isPatient.store(false, ordering: .sequentiallyConsistent)
    defer { isPatient.store(true, ordering: .sequentiallyConsistent) }
    try check()
    return try work()
  }

  /// Lets the next Ctrl-C end the process at once, for commands that wait for the user.
  public static func restoreDefault() {
    for number in wishes { signal(number, SIG_DFL) }
  }

  /// Takes over the signals that would end the process before it could save or explain.
  package static func install() {
    // The statics must exist before a handler touches them: their first use takes a lock.
    _ = count.load(ordering: .relaxed)
    _ = isPatient.load(ordering: .relaxed)
    for number in wishes {
      signal(number) { number in
        let before = Interrupt.count.wrappingAdd(1, ordering: .sequentiallyConsistent).oldValue
        let insists = before > 0 && number != SIGHUP
        if insists || !Interrupt.isPatient.load(ordering: .sequentiallyConsistent) {
          // `exit` would run destructors inside a signal handler.
          _exit(ExitStatus.interrupted.rawValue)
        }
      }
    }
    unblock(wishes)
    // A write then fails with EPIPE or EFBIG, which is reported like any other failure.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// The signals that say so. After `nohup` a closed terminal does not.
  private static let wishes: [Int32] = {
    let ignored = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    let before = signal(SIGHUP, SIG_IGN)
    signal(SIGHUP, before)
    return unsafe unsafeBitCast(before, to: Int.self) == ignored
      ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
  }()

  /// A parent that starts us from a thread with blocked signals hands that on; the user's would never arrive.
  private static func unblock(_ numbers: [Int32]) {
    var set = sigset_t()
    // The set is a local variable, filled by the calls before it is used.
    unsafe sigemptyset(&set)
    for number in numbers { unsafe sigaddset(&set, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }
}

/// Thrown when work stops because the user asked for it.
public struct Interrupted: Error, Equatable, CustomStringConvertible {
  let saved: String?

  /// `saved` says what was kept and how to go on.
  public init(saved: String? = nil) { self.saved = saved }

  /// One line for the user.
  public var description: String { saved.map { "interrupted; \($0)" } ?? "interrupted" }
}
