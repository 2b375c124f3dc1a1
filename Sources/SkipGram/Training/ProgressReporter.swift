import DataStructures
import Synchronization

/// Collects what the threads report, passes it on a few times a second, and tells them when to end.
final class ProgressReporter: Sendable {
  typealias Handler = @Sendable (SkipGramProgress) -> Void

  private let sampler: WindowSampler
  private let handler: Handler?
  /// The time used and its limit.
  let clock: TrainingClock
  private let state = Locked((words: 0, reported: ContinuousClock.now))
  private let stopped = Atomic<Bool>(false)
  private let failure = Locked<(any Error)?>(nil)
  private let isCancelled: @Sendable () -> Bool

  private static let interval = Duration.milliseconds(200)

  init(
    sampler: WindowSampler, clock: TrainingClock, handler: Handler?,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.sampler = sampler
    self.clock = clock
    self.handler = handler
    self.isCancelled = isCancelled
  }

  /// Whether the threads must end, because the time is up or training was stopped.
  var shouldEnd: Bool { shouldStop || clock.isUp }

  /// Whether training was stopped, by an error or from outside.
  var shouldStop: Bool {
    if stopped.load(ordering: .acquiring) { return true }
    if isCancelled() { stop(SkipGramError.cancelled) }
    return stopped.load(ordering: .acquiring)
  }

  /// Makes all threads stop; only the first error counts.
  func stop(_ error: any Error) {
    failure.withLock { if $0 == nil { $0 = error } }
    stopped.store(true, ordering: .releasing)
  }

  /// Throws what stopped the threads.
  func finish() throws {
    if let error = failure.withLock({ $0 }) { throw error }
    report(state.withLock { $0.words })
  }

  /// Counts words as trained on.
  func add(words: Int) {
    let due: Int? = state.withLock { state in
      state.words += words
      let now = ContinuousClock.now
      guard now - state.reported >= ProgressReporter.interval else { return nil }
      state.reported = now
      return state.words
    }
    if let due { report(due) }
  }

  private func report(_ words: Int) {
    guard let handler else { return }
    let timeUsed = clock.usedFraction
    let done = max(Double(words) / Double(max(1, sampler.totalWords)), timeUsed)
    handler(
      SkipGramProgress(
        words: words, totalWords: sampler.totalWords,
        wordsPerSecond: Double(words) / max(clock.seconds, 1e-9),
        learningRate: sampler.rate(afterWords: Double(words), timeUsed: timeUsed),
        fraction: min(1, done)))
  }
}
