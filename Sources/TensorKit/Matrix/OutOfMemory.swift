import Synchronization

/// What happens when the system has no memory left for numbers.
///
/// A program traps, as wherever Swift itself finds none; a command tells its user instead.
package enum OutOfMemory {
  private static let report = Mutex<(@Sendable (String) -> Never)?>(nil)

  /// From now on calls `report`, with a line for the user, instead of trapping.
  package static func tell(_ report: @escaping @Sendable (String) -> Never) {
    self.report.withLock { $0 = report }
  }

  /// Ends the process after it could not allocate this many bytes.
  static func stop(_ bytes: Int) -> Never {
    let problem =
      "no memory for another \(bytes) bytes; end other programs, or choose smaller sizes, "
      + "a smaller batch or fewer threads"
    if let report = report.withLock({ $0 }) { report(problem) }
    // A failed precondition would say nothing in a release build.
    fatalError(problem)
  }
}
