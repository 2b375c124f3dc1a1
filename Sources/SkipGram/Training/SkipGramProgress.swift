import Foundation
import Synchronization

/// How far training is.
public struct SkipGramProgress: Sendable {
  /// Words trained on, counted over all passes, those dropped by subsampling included.
  public let words: Int
  /// Words of all passes.
  public let totalWords: Int
  /// Words a second since training began.
  public let wordsPerSecond: Double
  /// The learning rate by now.
  public let learningRate: Float
}

/// Collects what the threads report, and passes it on a few times a second.
final class ProgressReporter: Sendable {
  typealias Handler = @Sendable (SkipGramProgress) -> Void

  private let sampler: WindowSampler
  private let handler: Handler?
  private let start = ContinuousClock.now
  private let state = Mutex((words: 0, reported: ContinuousClock.now))
  private let stopped = Atomic<Bool>(false)
  private let failure = Mutex<(any Error)?>(nil)
  private let isCancelled: @Sendable () -> Bool

  private static let interval = Duration.milliseconds(200)

  init(
    sampler: WindowSampler, handler: Handler?, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.sampler = sampler
    self.handler = handler
    self.isCancelled = isCancelled
  }

  /// Whether the threads shall stop, because of an error or from outside.
  var shouldStop: Bool {
    if stopped.load(ordering: .acquiring) { return true }
    if isCancelled() { stop(SkipGramError.cancelled) }
    return stopped.load(ordering: .acquiring)
  }

  /// Makes all threads stop; the first error is the one that counts.
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
    let elapsed = (ContinuousClock.now - start) / Duration.seconds(1)
    handler(
      SkipGramProgress(
        words: words, totalWords: sampler.totalWords,
        wordsPerSecond: Double(words) / max(elapsed, 1e-9),
        learningRate: sampler.rate(afterWords: Double(words))))
  }
}
