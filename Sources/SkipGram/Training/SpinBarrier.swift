import CTensorKernels
import Foundation
import Synchronization

/// A place where a fixed number of threads wait for each other, for waits of less than microseconds.
final class SpinBarrier: Sendable {
  private let parties: Int
  private let arrived = Atomic<Int>(0)

  /// After so many looks the thread lets others run: someone it waits for may have no core.
  private static let spins = 2_000

  init(parties: Int) { self.parties = parties }

  /// Returns when all have called it as often as this thread has.
  func wait() {
    guard parties > 1 else { return }
    let number = arrived.add(1, ordering: .acquiringAndReleasing).newValue
    let complete = (number + parties - 1) / parties * parties
    var looks = 0
    while arrived.load(ordering: .acquiring) < complete {
      looks += 1
      if looks < SpinBarrier.spins { ck_pause() } else { sched_yield() }
    }
  }
}
