import DataStructures
import Dispatch
import Foundation

/// Work spread over threads with results that do not depend on how many there are.
enum Workers {
  /// How many threads to use: `wished`, or one per core for zero, but not more than `limit`.
  static func count(_ wished: Int, limit: Int = .max) -> Int {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return max(1, min(wished > 0 ? wished : cores, limit))
  }

  /// Maps each of `threads` consecutive ranges of `0..<count` to results, joined in order.
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: @Sendable (Range<Int>) -> [Result]
  ) -> [Result] {
    let parts = Locked<[[Result]]>(Array(repeating: [], count: threads))
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      let part = body(count * thread / threads..<count * (thread + 1) / threads)
      parts.withLock { $0[thread] = part }
    }
    return parts.withLock { $0.flatMap { $0 } }
  }
}
