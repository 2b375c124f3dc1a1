import Dispatch

/// How long the phases of a training step take, for benchmarks.
///
/// A phase lasts from one mark to the next. Only the thread that drives the step makes marks.
package final class PhaseClock: @unchecked Sendable {
  // Safe to share: only the thread that drives the step uses it.
  private var last = DispatchTime.now().uptimeNanoseconds
  /// Seconds of each phase, in the order of their first marks.
  package private(set) var phases: [(name: String, seconds: Double)] = []

  package init() {}

  /// Begins to measure; the time since the last mark is not counted.
  package func start() {
    last = DispatchTime.now().uptimeNanoseconds
  }

  /// Ends a phase.
  package func mark(_ name: String) {
    let now = DispatchTime.now().uptimeNanoseconds
    let seconds = Double(now - last) / 1e9
    last = now
    if let index = phases.firstIndex(where: { $0.name == name }) {
      phases[index].seconds += seconds
    } else {
      phases.append((name, seconds))
    }
  }
}
