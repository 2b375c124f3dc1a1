import CTensorKernels
import Foundation
import Synchronization

/// Where the threads of one loop wait for each other, many times over.
///
/// Cheaper than ending the loop and beginning another: for steps of some microseconds.
package final class SpinBarrier: Sendable {
  private let arrived = Atomic<Int>(0)
  private let round = Atomic<Int>(0)

  package init() {}

  /// Waits until as many threads as `parties` have come; each of them must call it.
  package func wait(parties: Int) {
    if parties < 2 { return }
    ck_publish_stores()
    let current = round.load(ordering: .acquiring)
    if arrived.add(1, ordering: .acquiringAndReleasing).newValue == parties {
      arrived.store(0, ordering: .relaxed)
      round.store(current &+ 1, ordering: .releasing)
      return
    }
    var spins = 0
    while round.load(ordering: .acquiring) == current {
      spins += 1
      // Where there are more threads than cores, the others need this one.
      if spins < 4_000 { ck_pause() } else { sched_yield() }
    }
  }
}
